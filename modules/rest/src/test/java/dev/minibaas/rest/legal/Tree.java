package dev.minibaas.rest.legal;

import dev.minibaas.rest.legal.Fields.Field;
import dev.minibaas.rest.legal.Kind.Trait;
import dev.minibaas.rest.schema.Name;
import dev.minibaas.rest.schema.Relationship;
import dev.minibaas.rest.schema.Relationship.Computed;
import dev.minibaas.rest.schema.Relationship.Keyed;
import dev.minibaas.rest.schema.Relationship.ManyToMany;
import dev.minibaas.rest.schema.SchemaCache;
import dev.minibaas.rest.schema.Table;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A select parameter and what it embeds, as it is made up.
 *
 * @param path of its filters and the like; empty for the root
 * @param embed null for the root
 * @param fields of its rows
 * @param ordered fields that an order may name
 */
record Tree(
    String path,
    @Nullable Embed embed,
    List<Field> fields,
    List<Field> ordered,
    List<Field> shown,
    boolean aggregates,
    List<String> items,
    List<Tree> children) {

  /** How a node hangs on its parent. */
  record Embed(String called, boolean isToOne, boolean isSpread) {}

  private static final List<String> CASTS =
      List.of("text", "character varying", "varchar", "TEXT", "bpchar");
  private static final List<String> ALIASES =
      List.of("x", "an alias", "\"q\\\"uo'ted\"", "ünï", "a_b", "\"a.b:c\"", "\"$$;--\"");

  String select() {
    return String.join(",", items);
  }

  /** What its parent knows it by. */
  String called() {
    return embed == null ? "" : embed.called();
  }

  boolean isToOne() {
    return embed != null && embed.isToOne();
  }

  boolean isSpread() {
    return embed != null && embed.isSpread();
  }

  List<String> embeds() {
    return children.stream().map(Tree::called).toList();
  }

  /** Makes trees up. */
  static final class Maker {
    private final Dice dice;
    private final SchemaCache cache;
    private final String schema;
    private final boolean aggregates;
    private int joins;

    /**
     * @param aggregates whether any may be asked for
     */
    Maker(Dice dice, SchemaCache cache, String schema, boolean aggregates) {
      this.dice = dice;
      this.cache = cache;
      this.schema = schema;
      this.aggregates = aggregates;
    }

    Tree root(Table table, int depth) {
      return node("", null, table, depth, aggregates && dice.oneIn(6));
    }

    private Tree node(String path, @Nullable Embed embed, Table table, int depth, boolean groups) {
      List<Field> fields = Fields.of(cache, table);
      boolean spread = embed != null && embed.isSpread();
      Tree tree =
          new Tree(
              path,
              embed,
              fields,
              new ArrayList<>(),
              new ArrayList<>(),
              groups,
              new ArrayList<>(),
              new ArrayList<>());
      if (groups) {
        grouped(tree, spread);
      } else {
        plain(tree, table, spread);
      }
      if (depth > 0) {
        embeds(tree, table, depth - 1);
      }
      if (tree.items.isEmpty() && (spread || groups)) {
        tree.items.add(groups ? "count()" : "*");
      }
      return tree;
    }

    private void plain(Tree tree, Table table, boolean spread) {
      fieldsThat(tree.fields, Trait.ORDERED).forEach(tree.ordered::add);
      if (dice.oneIn(3) || tree.fields.isEmpty()) {
        tree.items.add("*");
        int columns = table.columns().size();
        tree.fields.stream().limit(columns).forEach(tree.shown::add);
        if (dice.oneIn(3) && !tree.fields.isEmpty()) {
          tree.items.add("again:" + Fields.maybeDeeper(dice, dice.of(tree.fields)).url());
        }
        return;
      }
      boolean empty = dice.oneIn(6) && !spread;
      List<String> aliases = new ArrayList<>(dice.some(ALIASES, 4));
      for (Field field : empty ? List.<Field>of() : dice.some(tree.fields, 4)) {
        Field deeper = spread ? field : Fields.maybeDeeper(dice, field);
        boolean renames = dice.oneIn(4) && !aliases.isEmpty();
        String alias = renames ? aliases.removeFirst() + ":" : "";
        boolean casts = dice.oneIn(4);
        if (alias.isEmpty() && !casts && !deeper.isPath()) {
          tree.shown.add(deeper);
        }
        tree.items.add(alias + deeper.url() + (casts ? "::" + dice.of(CASTS) : ""));
      }
    }

    private void grouped(Tree tree, boolean spread) {
      if (spread && dice.oneIn(3) && tree.fields.stream().allMatch(f -> f.kind().is(Trait.EQUAL))) {
        tree.items.add("*");
        return;
      }
      for (Field field : dice.some(fieldsThat(tree.fields, Trait.EQUAL), 2)) {
        tree.items.add(field.url());
        if (field.kind().is(Trait.ORDERED) && !spread) {
          tree.ordered.add(field);
        }
      }
      tree.items.add(dice.of("count()", "n:count()", "count()::text"));
      for (Field field : dice.some(fieldsThat(tree.fields, Trait.EXTREMES), 2)) {
        tree.items.add("m" + tree.items.size() + ":" + field.url() + dice.of(".max()", ".min()"));
      }
      for (Field field : dice.some(fieldsThat(tree.fields, Trait.SUMMED), 2)) {
        String cast = dice.of("", "::text", "::character varying");
        String aggregate = dice.of(".sum()", ".avg()", ".count()");
        boolean isMoney = field.kind() == Kind.of("money");
        tree.items.add(
            "s" + tree.items.size() + ":" + field.url() + (isMoney ? ".sum()" : aggregate) + cast);
      }
    }

    private static List<Field> fieldsThat(List<Field> fields, Trait trait) {
      return fields.stream().filter(field -> field.kind().is(trait)).toList();
    }

    private void embeds(Tree tree, Table table, int depth) {
      List<Relationship> all = cache.relationships(table.name(), schema);
      Set<String> targets = new HashSet<>();
      for (Relationship relationship : dice.some(all, 2)) {
        boolean hinted = !dice.oneIn(3) || relationship.isSelf();
        boolean spread = relationship.isToOne() && dice.oneIn(4);
        if (spread && tree.isSpread() && sharesNames(tree, relationship)) {
          continue; // the second one up would not know which of two columns is meant
        }
        joins++;
        String alias = spread ? null : tree.path.isEmpty() ? "e" + joins : "\"e ." + joins + '"';
        String target = target(relationship, hinted);
        String called = alias == null ? target.replaceAll("!.*", "") : alias.replace("\"", "");
        boolean again = !targets.add(target.replaceAll("!.*", ""));
        if (again && (spread || tree.children.stream().anyMatch(Tree::isSpread))) {
          continue; // a spread is known by its relation's name only
        }
        Table foreign = cache.table(relationship.foreignTable());
        if (foreign == null) {
          throw new AssertionError(relationship + " leads nowhere");
        }
        String join = dice.of("", "", "!inner", "!left");
        String word = alias == null ? called : alias;
        String path = tree.path.isEmpty() ? word : tree.path + "." + word;
        Embed embed = new Embed(unquoted(called), relationship.isToOne(), spread);
        // what is spread into groups forms groups itself, or is aggregated with them
        boolean groups = spread ? tree.aggregates : aggregates && dice.oneIn(6);
        Tree child = node(path, embed, foreign, spread && tree.isSpread() ? 0 : depth, groups);
        tree.children.add(child);
        String prefix = spread ? "..." : word + ":";
        tree.items.add(prefix + target + join + "(" + child.select() + ")");
      }
    }

    private boolean sharesNames(Tree tree, Relationship relationship) {
      Table foreign = cache.table(relationship.foreignTable());
      return foreign == null
          || tree.children.stream().anyMatch(Tree::isSpread)
          || Fields.of(cache, foreign).stream().anyMatch(field -> named(tree, field.resultName()));
    }

    private static boolean named(Tree tree, String name) {
      return tree.fields.stream().anyMatch(field -> field.resultName().equals(name));
    }

    private static String unquoted(String name) {
      return name.startsWith("\"")
          ? name.substring(1, name.length() - 1).replaceAll("\\\\(.)", "$1")
          : name;
    }

    /** How the URL names a relationship: section 5.2 of the interface. */
    private String target(Relationship relationship, boolean hinted) {
      Name foreign = relationship.foreignTable();
      return switch (relationship) {
        case Computed computed -> Url.name(computed.function().name());
        case Keyed keyed when keyed.isSelf() ->
            keyed.isToOne()
                ? Url.name(keyed.pairs().get(0).column())
                : Url.name(foreign.name()) + "!" + Url.name(keyed.pairs().get(0).foreignColumn());
        case Keyed keyed ->
            Url.name(foreign.name()) + (hinted ? "!" + Url.name(keyed.constraint()) : "");
        case ManyToMany many ->
            Url.name(foreign.name()) + (hinted ? "!" + Url.name(many.junction().name()) : "");
      };
    }
  }
}
