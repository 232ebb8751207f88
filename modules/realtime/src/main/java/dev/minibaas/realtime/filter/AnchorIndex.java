package dev.minibaas.realtime.filter;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Finds filters by their anchors. Operands are read by the type that a field turns out to have,
 * once for each type that it ever has.
 */
final class AnchorIndex<G> {
  private final Set<G> loose = new LinkedHashSet<>();
  private final Map<String, Field<G>> fields = new HashMap<>();

  /** Fields that every event is asked for. */
  Set<String> fields() {
    return fields.keySet();
  }

  void add(G group, Optional<Anchor> anchor) {
    if (anchor.isEmpty()) {
      loose.add(group);
      return;
    }
    fields.computeIfAbsent(anchor.get().field(), name -> new Field<>()).add(group, anchor.get());
  }

  void remove(G group, Optional<Anchor> anchor) {
    if (anchor.isEmpty()) {
      loose.remove(group);
      return;
    }
    Field<G> field = fields.get(anchor.get().field());
    if (field != null) {
      field.remove(group, anchor.get());
      if (field.anchors.isEmpty()) {
        fields.remove(anchor.get().field());
      }
    }
  }

  /**
   * Each group at most once, and every one that could match.
   *
   * @param reading of a field by its name; empty when no operand can equal what is there
   */
  void candidates(Function<String, Optional<Reading>> reading, Consumer<G> found) {
    loose.forEach(found);
    fields.forEach((name, field) -> reading.apply(name).ifPresent(r -> field.find(r, found)));
  }

  private static final class Field<G> {
    private final Map<G, Anchor> anchors = new LinkedHashMap<>();
    private final Map<String, View<G>> views = new HashMap<>();

    private void add(G group, Anchor anchor) {
      anchors.put(group, anchor);
      views.values().forEach(view -> view.add(group, anchor));
    }

    private void remove(G group, Anchor anchor) {
      anchors.remove(group);
      views.values().forEach(view -> view.remove(group, anchor));
    }

    private void find(Reading reading, Consumer<G> found) {
      Comparable<?> value = reading.value();
      if (value == null) {
        anchors.keySet().forEach(found);
        return;
      }
      view(reading).find(value, found);
    }

    private View<G> view(Reading reading) {
      View<G> view = views.get(reading.type());
      if (view == null) {
        view = new View<>(reading);
        views.put(reading.type(), view);
        for (Map.Entry<G, Anchor> entry : anchors.entrySet()) {
          view.add(entry.getKey(), entry.getValue());
        }
      }
      return view;
    }
  }

  /** The anchors of a field under one type. */
  private static final class View<G> {
    private final Reading reading;
    private final Map<Object, Set<G>> equal = new HashMap<>();

    /** Least first: a value reaches the operands up to itself. */
    private final SortedMap<Comparable<?>, Set<G>> above = new TreeMap<>(Comparisons::order);

    /** Greatest first. */
    private final SortedMap<Comparable<?>, Set<G>> below =
        new TreeMap<>((one, other) -> Comparisons.order(other, one));

    /** Whose operand cannot be read under this type. */
    private final Set<G> unread = new LinkedHashSet<>();

    private View(Reading reading) {
      this.reading = reading;
    }

    private void add(G group, Anchor anchor) {
      if (anchor.operands().stream().anyMatch(operand -> read(anchor, operand).isEmpty())) {
        unread.add(group);
        return;
      }
      for (Object operand : anchor.operands()) {
        Comparable<?> key = read(anchor, operand).orElseThrow();
        switch (anchor.relation()) {
          case EQUAL -> equal.computeIfAbsent(key, k -> new LinkedHashSet<>()).add(group);
          case ABOVE -> above.computeIfAbsent(key, k -> new LinkedHashSet<>()).add(group);
          case BELOW -> below.computeIfAbsent(key, k -> new LinkedHashSet<>()).add(group);
        }
      }
    }

    private void remove(G group, Anchor anchor) {
      if (unread.remove(group)) {
        return;
      }
      for (Object operand : anchor.operands()) {
        Comparable<?> key = read(anchor, operand).orElseThrow();
        switch (anchor.relation()) {
          case EQUAL -> drop(equal, key, group);
          case ABOVE -> drop(above, key, group);
          case BELOW -> drop(below, key, group);
        }
      }
    }

    private void find(Comparable<?> value, Consumer<G> found) {
      unread.forEach(found);
      equal.getOrDefault(value, Set.of()).forEach(found);
      reached(above, value, found);
      reached(below, value, found);
    }

    private Optional<Comparable<?>> read(Anchor anchor, Object operand) {
      return Optional.ofNullable(reading.reader().apply(anchor.relation(), operand));
    }

    /** From one end on, so that operands that aren't reached aren't searched through. */
    private static <G> void reached(
        SortedMap<Comparable<?>, Set<G>> operands, Comparable<?> value, Consumer<G> found) {
      for (Map.Entry<Comparable<?>, Set<G>> entry : operands.entrySet()) {
        if (operands.comparator().compare(entry.getKey(), value) > 0) {
          return;
        }
        entry.getValue().forEach(found);
      }
    }

    private static <K, G> void drop(Map<K, Set<G>> sets, K key, G group) {
      Set<G> set = sets.get(key);
      if (set != null && set.remove(group) && set.isEmpty()) {
        sets.remove(key);
      }
    }
  }
}
