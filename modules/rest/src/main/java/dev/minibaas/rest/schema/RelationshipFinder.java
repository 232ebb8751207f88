package dev.minibaas.rest.schema;

import dev.minibaas.rest.schema.Relationship.Cardinality;
import dev.minibaas.rest.schema.Relationship.Computed;
import dev.minibaas.rest.schema.Relationship.Keyed;
import dev.minibaas.rest.schema.Relationship.ManyToMany;
import dev.minibaas.rest.schema.Relationship.Pair;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Derives every relationship from the foreign keys: those of views over the tables, the inverse
 * ones, those through junctions, and those that functions compute, which override the others.
 */
final class RelationshipFinder {
  private final Map<Name, Table> tables;
  private final ViewColumns views;
  private final Set<String> exposed;

  RelationshipFinder(Map<Name, Table> tables, ViewColumns views, List<String> exposed) {
    this.tables = tables;
    this.views = views;
    this.exposed = Set.copyOf(exposed);
  }

  Map<Name, List<Relationship>> find(List<Keyed> foreignKeys, List<Computed> computed) {
    List<Keyed> keyed = new ArrayList<>(foreignKeys);
    foreignKeys.forEach(key -> keyed.addAll(throughViews(key)));
    List<Relationship> all = new ArrayList<>(keyed);
    keyed.forEach(relationship -> all.add(relationship.inverse()));
    all.addAll(manyToMany(keyed));
    Set<List<Object>> overridden = new HashSet<>();
    computed.forEach(c -> overridden.add(List.of(c.table(), c.function().name())));
    Map<Name, List<Relationship>> bySource = new HashMap<>();
    for (Relationship relationship : all) {
      if (!overridden.contains(List.of(relationship.table(), relationship.foreignTable().name()))) {
        add(bySource, relationship);
      }
    }
    computed.forEach(relationship -> add(bySource, relationship));
    return bySource;
  }

  private void add(Map<Name, List<Relationship>> bySource, Relationship relationship) {
    if (!exposed.contains(relationship.table().schema())
        || !exposed.contains(relationship.foreignTable().schema())) {
      return;
    }
    // a relation whose only relationship has a hidden junction is known to have none
    List<Relationship> those =
        bySource.computeIfAbsent(relationship.table(), t -> new ArrayList<>());
    boolean junctionIsExposed =
        !(relationship instanceof ManyToMany many) || exposed.contains(many.junction().schema());
    if (junctionIsExposed) {
      those.add(relationship);
    }
  }

  /** The same key seen by views of either side, and of both. */
  private List<Keyed> throughViews(Keyed key) {
    List<String> columns = key.pairs().stream().map(Pair::column).toList();
    List<String> foreignColumns = key.pairs().stream().map(Pair::foreignColumn).toList();
    List<ViewColumns.Projection> sources = views.showing(key.table(), columns);
    List<ViewColumns.Projection> targets = views.showing(key.foreignTable(), foreignColumns);
    List<Keyed> found = new ArrayList<>();
    for (ViewColumns.Projection source : sources) {
      found.add(
          viewed(key, source, new ViewColumns.Projection(key.foreignTable(), foreignColumns)));
      for (ViewColumns.Projection target : targets) {
        found.add(viewed(key, source, target));
      }
    }
    for (ViewColumns.Projection target : targets) {
      found.add(viewed(key, new ViewColumns.Projection(key.table(), columns), target));
    }
    return found;
  }

  private static Keyed viewed(
      Keyed key, ViewColumns.Projection source, ViewColumns.Projection target) {
    List<Pair> pairs = new ArrayList<>();
    for (int i = 0; i < source.columns().size(); i++) {
      pairs.add(new Pair(source.columns().get(i), target.columns().get(i)));
    }
    return new Keyed(
        source.view(),
        target.view(),
        key.cardinality(),
        key.constraint(),
        pairs,
        true,
        !source.view().equals(key.table()),
        !target.view().equals(key.foreignTable()));
  }

  /** Through every table whose primary key holds two different foreign keys. */
  private List<ManyToMany> manyToMany(List<Keyed> keyed) {
    Map<Name, List<Keyed>> byTable = new HashMap<>();
    for (Keyed key : keyed) {
      if (key.cardinality() == Cardinality.MANY_TO_ONE) {
        byTable.computeIfAbsent(key.table(), t -> new ArrayList<>()).add(key);
      }
    }
    List<ManyToMany> found = new ArrayList<>();
    byTable.forEach((junction, keys) -> {
      Table table = tables.get(junction);
      Set<String> primary = table == null ? Set.of() : new HashSet<>(table.key());
      keys.removeIf(key -> !key.pairs().stream().allMatch(p -> primary.contains(p.column())));
      pairUp(junction, keys, found);
    });
    return found;
  }

  private static void pairUp(Name junction, List<Keyed> keys, List<ManyToMany> found) {
    for (Keyed near : keys) {
      for (Keyed far : keys) {
        if (!near.constraint().equals(far.constraint())) {
          found.add(
              new ManyToMany(
                  near.foreignTable(),
                  far.foreignTable(),
                  junction,
                  near.constraint(),
                  far.constraint(),
                  near.inverse().pairs(),
                  far.inverse().pairs(),
                  near.foreignIsView(),
                  far.foreignIsView()));
        }
      }
    }
  }
}
