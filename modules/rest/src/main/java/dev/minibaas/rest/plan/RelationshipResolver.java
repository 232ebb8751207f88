package dev.minibaas.rest.plan;

import dev.minibaas.rest.error.RestError;
import dev.minibaas.rest.schema.Name;
import dev.minibaas.rest.schema.Relationship;
import dev.minibaas.rest.schema.Relationship.Cardinality;
import dev.minibaas.rest.schema.Relationship.Computed;
import dev.minibaas.rest.schema.Relationship.Keyed;
import dev.minibaas.rest.schema.Relationship.ManyToMany;
import dev.minibaas.rest.schema.Relationship.Pair;
import dev.minibaas.rest.schema.SchemaCache;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Finds the one relationship that an embed means. */
final class RelationshipResolver {
  private final SchemaCache cache;
  private final String schema;

  RelationshipResolver(SchemaCache cache, String schema) {
    this.cache = cache;
    this.schema = schema;
  }

  Relationship resolve(Name origin, String target, @Nullable String hint) {
    List<Relationship> found = new ArrayList<>();
    for (Relationship relationship : cache.relationships(origin, schema)) {
      if (matches(relationship, target, hint)) {
        found.add(relationship);
      }
    }
    if (found.isEmpty()) {
      throw none(origin.name(), target, hint);
    }
    if (found.size() > 1) {
      throw many(origin.name(), target, found);
    }
    return found.get(0);
  }

  private static boolean matches(Relationship relationship, String target, @Nullable String hint) {
    return switch (relationship) {
      case Computed computed -> computed.function().name().equals(target);
      case Keyed keyed when keyed.isSelf() -> matchesSelf(keyed, target, hint);
      case ManyToMany many when many.isSelf() ->
          hint == null
              ? false
              : many.foreignTable().name().equals(target) && many.junction().name().equals(hint);
      case Keyed keyed -> matchesKeyed(keyed, target, hint);
      case ManyToMany many -> matchesJunction(many, target, hint);
    };
  }

  /** The table's name means its children, the foreign key's column its parent. */
  private static boolean matchesSelf(Keyed keyed, String target, @Nullable String hint) {
    boolean isToMany = keyed.cardinality() == Cardinality.ONE_TO_MANY;
    boolean isTable = keyed.foreignTable().name().equals(target);
    if (hint == null) {
      return isToMany && isTable
          || keyed.cardinality() == Cardinality.MANY_TO_ONE && isColumn(keyed, target);
    }
    return isToMany && isTable && isForeignColumn(keyed, hint);
  }

  private static boolean matchesKeyed(Keyed keyed, String target, @Nullable String hint) {
    boolean isRelation = keyed.foreignTable().name().equals(target);
    if (hint != null) {
      return isRelation
          && (keyed.constraint().equals(hint)
              || isColumn(keyed, hint)
              || isForeignColumn(keyed, hint));
    }
    return isRelation
        || !keyed.foreignIsView() && (keyed.constraint().equals(target) || isColumn(keyed, target));
  }

  private static boolean matchesJunction(ManyToMany many, String target, @Nullable String hint) {
    boolean isRelation = many.foreignTable().name().equals(target);
    return hint == null ? isRelation : isRelation && many.junction().name().equals(hint);
  }

  private static boolean isColumn(Keyed keyed, String name) {
    return keyed.pairs().size() == 1 && keyed.pairs().get(0).column().equals(name);
  }

  private static boolean isForeignColumn(Keyed keyed, String name) {
    return keyed.pairs().size() == 1 && keyed.pairs().get(0).foreignColumn().equals(name);
  }

  private RestError none(String origin, String target, @Nullable String hint) {
    String meantOrigin =
        cache.relationships().containsKey(new Name(schema, origin))
            ? null
            : Suggestions.best(origin, sources());
    if (meantOrigin != null) {
      return RestError.noRelationship(origin, target, hint, schema, meant(meantOrigin, origin));
    }
    String meantTarget = Suggestions.best(target, targets(origin));
    boolean isExact = target.equals(meantTarget);
    return RestError.noRelationship(
        origin,
        target,
        hint,
        schema,
        meantTarget == null || isExact ? null : meant(meantTarget, target));
  }

  private static String meant(String suggestion, String instead) {
    return "Perhaps you meant '" + suggestion + "' instead of '" + instead + "'.";
  }

  private TreeSet<String> sources() {
    TreeSet<String> names = new TreeSet<>();
    for (Name table : cache.relationships().keySet()) {
      if (table.schema().equals(schema)) {
        names.add(table.name());
      }
    }
    return names;
  }

  private TreeSet<String> targets(String origin) {
    TreeSet<String> names = new TreeSet<>();
    for (Relationship each : cache.relationships(new Name(schema, origin), schema)) {
      names.add(each.foreignTable().name());
    }
    return names;
  }

  private static RestError many(String origin, String target, List<Relationship> found) {
    found.sort(Comparator.comparing(RelationshipResolver::sortKey));
    List<Map<String, String>> details = new ArrayList<>();
    List<String> choices = new ArrayList<>();
    for (Relationship each : found) {
      Map<String, String> detail = new LinkedHashMap<>();
      detail.put("cardinality", cardinality(each));
      detail.put("embedding", origin + " with " + each.foreignTable().name());
      detail.put("relationship", description(each));
      details.add(detail);
      choices.add("'" + each.foreignTable().name() + "!" + choice(each) + "'");
    }
    return RestError.ambiguousRelationship(origin, target, details, choices);
  }

  private static String sortKey(Relationship each) {
    String kind =
        switch (each) {
          case Keyed keyed ->
              switch (keyed.cardinality()) {
                case ONE_TO_MANY -> "0";
                case MANY_TO_ONE -> "1";
                case ONE_TO_ONE -> "2";
              };
          case ManyToMany ignored -> "3";
          case Computed ignored -> "4";
        };
    return each.table() + " " + each.foreignTable() + " " + kind + " " + choice(each);
  }

  private static String cardinality(Relationship each) {
    return switch (each) {
      case Keyed keyed -> keyed.cardinality().words();
      case ManyToMany ignored -> "many-to-many";
      case Computed computed -> computed.isToOne() ? "many-to-one" : "one-to-many";
    };
  }

  private static String choice(Relationship each) {
    return switch (each) {
      case Keyed keyed -> keyed.constraint();
      case ManyToMany many -> many.junction().name();
      case Computed computed -> computed.function().name();
    };
  }

  private static String description(Relationship each) {
    return switch (each) {
      case Keyed keyed ->
          keyed.constraint()
              + " using "
              + keyed.table().name()
              + columns(keyed.pairs(), true)
              + " and "
              + keyed.foreignTable().name()
              + columns(keyed.pairs(), false);
      case ManyToMany many ->
          many.junction().name()
              + " using "
              + many.constraint()
              + columns(many.pairs(), false)
              + " and "
              + many.foreignConstraint()
              + columns(many.foreignPairs(), false);
      case Computed computed -> computed.function().name();
    };
  }

  private static String columns(List<Pair> pairs, boolean near) {
    StringBuilder out = new StringBuilder("(");
    for (Pair pair : pairs) {
      out.append(out.length() > 1 ? ", " : "").append(near ? pair.column() : pair.foreignColumn());
    }
    return out.append(')').toString();
  }
}
