package dev.minibaas.realtime.filter;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * {@code {"field": {"eq"|"ne"|"in": value}}} of the own protocol; all of it must hold.
 *
 * <p>Numbers are compared by their value. What isn't there equals nothing, so {@code ne} is true of
 * it.
 */
public record EventFilter(Set<Test> tests) {
  public static final EventFilter NONE = new EventFilter(Set.of());

  static final int MAX_FIELDS = 64;
  static final int MAX_LIST = 100;

  /**
   * @param negated whether none may be equal, instead of one
   */
  record Test(FieldPath field, boolean negated, Set<Comparable<?>> values) {
    Test {
      values = Set.copyOf(values);
    }

    boolean holds(EventView event) {
      Comparable<?> value = event.scalar(field);
      boolean found = value != null && values.contains(value);
      return found != negated;
    }
  }

  public EventFilter {
    tests = Set.copyOf(tests);
  }

  /**
   * @throws InvalidFilter in words for the client
   */
  public static EventFilter parse(JsonObject json) {
    if (json.size() > MAX_FIELDS) {
      throw new InvalidFilter("a filter has at most " + MAX_FIELDS + " fields");
    }
    List<Test> tests = new ArrayList<>();
    json.forEach((name, operators) -> tests.addAll(tests(FieldPath.parse(name), operators)));
    return new EventFilter(Set.copyOf(tests));
  }

  /** What is looked at below one field of the payload: the names that follow on its name. */
  public Set<String> namesBelow(String name) {
    return tests.stream()
        .map(Test::field)
        .filter(field -> field.root() == FieldPath.Root.PAYLOAD)
        .map(FieldPath::names)
        .filter(names -> names.size() > 1 && names.getFirst().equals(name))
        .map(names -> names.get(1))
        .collect(Collectors.toSet());
  }

  public Verdict judge(EventView event) {
    return tests.stream().allMatch(test -> test.holds(event)) ? Verdict.MATCH : Verdict.NO_MATCH;
  }

  /** How to find it: by a field that must have one of some values. */
  Optional<Anchor> anchor() {
    return tests.stream()
        .filter(test -> !test.negated())
        .findFirst()
        .map(test ->
            new Anchor(test.field().text(), Anchor.Relation.EQUAL, List.copyOf(test.values())));
  }

  static Function<String, Optional<Reading>> readings(EventView event) {
    return name -> {
      Comparable<?> value = event.scalar(FieldPath.parse(name));
      return value == null
          ? Optional.empty()
          : Optional.of(new Reading("", value, (relation, operand) -> (Comparable<?>) operand));
    };
  }

  private static List<Test> tests(FieldPath field, JsonValue operators) {
    if (!(operators instanceof JsonObject object) || object.isEmpty()) {
      throw new InvalidFilter("a field of a filter has an object with eq, ne or in");
    }
    return object.entrySet().stream().map(operator -> test(field, operator)).toList();
  }

  private static Test test(FieldPath field, Map.Entry<String, JsonValue> operator) {
    return switch (operator.getKey()) {
      case "eq" -> new Test(field, false, Set.of(scalar(operator.getValue())));
      case "ne" -> new Test(field, true, Set.of(scalar(operator.getValue())));
      case "in" -> new Test(field, false, list(operator.getValue()));
      default -> throw new InvalidFilter("a filter knows the operators eq, ne and in");
    };
  }

  private static Comparable<?> scalar(JsonValue value) {
    @Nullable Comparable<?> scalar = Scalars.of(value);
    if (scalar == null) {
      throw new InvalidFilter("a filter compares with texts, numbers, true, false and null");
    }
    return scalar;
  }

  private static Set<Comparable<?>> list(JsonValue value) {
    if (!(value instanceof JsonArray array) || array.isEmpty() || array.size() > MAX_LIST) {
      throw new InvalidFilter("in takes a list of 1 to " + MAX_LIST + " values");
    }
    return array.stream().map(EventFilter::scalar).collect(Collectors.toSet());
  }
}
