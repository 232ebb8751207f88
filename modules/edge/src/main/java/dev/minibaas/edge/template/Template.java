package dev.minibaas.edge.template;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A text with placeholders: {@code ${NAME}}, which must be given, and {@code ${NAME:-default}}.
 *
 * <p>{@code kong/render.sh} renders by the same rules inside Kong's container. A line that is a
 * comment is left alone. An empty value counts as not given.
 */
public final class Template {
  private static final String UNSAFE = "'\"`$\\";

  /**
   * A placeholder and where it stands.
   *
   * @param fallback the default, or null when a value must be given
   */
  public record Placeholder(String name, @Nullable String fallback, int line) {}

  /** One line: literal texts around placeholders; there is one text more than placeholders. */
  private record Line(List<String> texts, List<Placeholder> placeholders) {}

  private final List<Line> lines;

  private Template(List<Line> lines) {
    this.lines = lines;
  }

  /**
   * @throws InvalidTemplate on a dollar sign that begins no placeholder
   */
  public static Template parse(String text) {
    List<Line> lines = new ArrayList<>();
    int number = 0;
    for (String line : text.lines().toList()) {
      number++;
      lines.add(
          line.stripLeading().startsWith("#")
              ? new Line(List.of(line), List.of())
              : parseLine(line, number));
    }
    Template template = new Template(lines);
    template.checkDefaults();
    return template;
  }

  /** A name has one default, or a setting would read differently here and there. */
  private void checkDefaults() {
    Map<String, Placeholder> byName = new LinkedHashMap<>();
    for (Line line : lines) {
      for (Placeholder placeholder : line.placeholders()) {
        Placeholder first = byName.putIfAbsent(placeholder.name(), placeholder);
        if (first != null && !Objects.equals(first.fallback(), placeholder.fallback())) {
          throw new InvalidTemplate(
              placeholder.line(),
              placeholder.name() + " has another default than in line " + first.line());
        }
      }
    }
  }

  private static Line parseLine(String line, int number) {
    List<String> texts = new ArrayList<>();
    List<Placeholder> placeholders = new ArrayList<>();
    int from = 0;
    for (int dollar = line.indexOf('$'); dollar >= 0; dollar = line.indexOf('$', from)) {
      int end = line.indexOf('}', dollar);
      if (end < 0 || line.charAt(dollar + 1) != '{') {
        throw new InvalidTemplate(number, "a dollar sign outside a placeholder");
      }
      texts.add(line.substring(from, dollar));
      placeholders.add(placeholder(line.substring(dollar + 2, end), number));
      from = end + 1;
    }
    texts.add(line.substring(from));
    return new Line(texts, placeholders);
  }

  private static Placeholder placeholder(String inside, int line) {
    int separator = inside.indexOf(":-");
    String name = separator < 0 ? inside : inside.substring(0, separator);
    if (!isName(name)) {
      throw new InvalidTemplate(line, "\"" + inside + "\" between braces is not a placeholder");
    }
    return new Placeholder(name, separator < 0 ? null : inside.substring(separator + 2), line);
  }

  private static boolean isName(String name) {
    return !name.isEmpty()
        && !Character.isDigit(name.charAt(0))
        && name.chars().allMatch(c -> c == '_' || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'));
  }

  /** Every placeholder, each name once, in order. */
  public List<Placeholder> placeholders() {
    Map<String, Placeholder> byName = new LinkedHashMap<>();
    for (Line line : lines) {
      line.placeholders().forEach(p -> byName.putIfAbsent(p.name(), p));
    }
    return List.copyOf(byName.values());
  }

  /**
   * The text with every placeholder replaced.
   *
   * @param variables answers null or an empty text for what isn't given
   * @throws InvalidTemplate naming the variable that is missing or can't be used
   */
  public String render(Function<String, @Nullable String> variables) {
    StringBuilder text = new StringBuilder();
    for (Line line : lines) {
      for (int i = 0; i < line.placeholders().size(); i++) {
        text.append(line.texts().get(i)).append(value(line.placeholders().get(i), variables));
      }
      text.append(line.texts().getLast()).append('\n');
    }
    return text.toString();
  }

  private static String value(
      Placeholder placeholder, Function<String, @Nullable String> variables) {
    String given = variables.apply(placeholder.name());
    String value = given == null || given.isEmpty() ? placeholder.fallback() : given;
    if (value == null) {
      throw new InvalidTemplate(
          placeholder.line(),
          placeholder.name() + " is not set, and has no default: give it in the environment");
    }
    if (!isSafe(value)) {
      throw new InvalidTemplate(
          placeholder.line(),
          placeholder.name()
              + " has a quote, a backslash, a dollar sign, a backtick or a control character:"
              + " use other characters");
    }
    return value;
  }

  /** Whether a value can neither end a quoted YAML text nor start another line. */
  public static boolean isSafe(String value) {
    return value.chars().noneMatch(c -> c < ' ' || c == 127 || UNSAFE.indexOf(c) >= 0);
  }
}
