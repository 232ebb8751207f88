package dev.minibaas.rest.legal;

import dev.minibaas.rest.legal.Fields.Field;
import dev.minibaas.rest.schema.SchemaCache;
import dev.minibaas.rest.schema.Table;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Makes up reads of relations. */
final class Reads {
  private final SchemaCache cache;
  private final List<Table> tables;
  private final String schema;

  Reads(SchemaCache cache, String schema) {
    this.cache = cache;
    this.schema = schema;
    this.tables =
        cache.tables().values().stream()
            .filter(table -> table.name().schema().equals(schema))
            .sorted(Comparator.comparing(Table::name))
            .toList();
  }

  List<Table> tables() {
    return tables;
  }

  Asked make(Dice dice) {
    Table table = dice.of(tables);
    Tree tree = new Tree.Maker(dice, cache, schema, true).root(table, dice.upTo(3));
    Url url = new Url(table.name().name());
    shape(dice, url, tree, true);
    List<String> headers = new ArrayList<>();
    if (dice.oneIn(8)) {
      headers.add("Range: " + dice.of("0-4", "2-", "1-1"));
      headers.add("Range-Unit: items");
    }
    prefer(dice, headers);
    if (dice.oneIn(3)) {
      headers.add("Accept: " + dice.of(Reads.ACCEPTED));
    }
    return new Asked((dice.oneIn(10) ? "HEAD " : "GET ") + url, "", headers);
  }

  static final List<String> ACCEPTED =
      List.of(
          "text/csv",
          "application/vnd.pgrst.object+json",
          "application/vnd.pgrst.array+json;nulls=stripped",
          "application/vnd.pgrst.plan+json",
          "application/vnd.pgrst.plan; for=\"text/csv\"; options=analyze|verbose|buffers",
          "image/png;q=0.9, application/json;q=0.5",
          "*/*");

  static void prefer(Dice dice, List<String> headers) {
    List<String> preferences =
        dice.some(
            List.of(
                dice.of("count=exact", "count=planned", "count=estimated"),
                "timezone=" + dice.of("Europe/Vienna", "UTC", "Nowhere/Land"),
                "tx=rollback",
                "handling=lenient",
                "max-affected=3"),
            3);
    if (!preferences.isEmpty()) {
      headers.add("Prefer: " + String.join(", ", preferences));
    }
  }

  /** The select parameter, and filters, orders and limits for each of its nodes. */
  static void shape(Dice dice, Url url, Tree tree, boolean ranges) {
    boolean isAll = tree.items().equals(List.of("*"));
    if (!isAll || dice.oneIn(2)) {
      url.with("select", tree.select());
    }
    node(dice, url, tree, ranges);
  }

  private static void node(Dice dice, Url url, Tree tree, boolean ranges) {
    Conditions conditions = new Conditions(dice);
    String prefix = tree.path().isEmpty() ? "" : tree.path() + ".";
    List<Field> fields = tree.fields();
    if (!fields.isEmpty()) {
      for (Field field : dice.some(fields, 3)) {
        Field deeper = Fields.maybeDeeper(dice, field);
        url.with(prefix + deeper.url(), conditions.on(deeper, false));
      }
      if (dice.oneIn(3)) {
        String word = dice.of("and", "or", "not.and", "not.or");
        url.with(prefix + word, conditions.tree(fields, tree.embeds(), 2));
      }
    }
    if (!tree.embeds().isEmpty() && dice.oneIn(4)) {
      String embed = Url.name(dice.of(tree.embeds()));
      url.with(prefix + embed, dice.of("is.null", "not.is.null"));
    }
    order(dice, url, tree, prefix);
    if (ranges && dice.oneIn(4)) {
      url.with(prefix + "limit", Integer.toString(dice.upTo(5)));
    }
    if (ranges && dice.oneIn(6)) {
      url.with(prefix + "offset", Integer.toString(dice.upTo(3)));
    }
    for (Tree child : tree.children()) {
      node(dice, url, child, ranges);
    }
  }

  private static void order(Dice dice, Url url, Tree tree, String prefix) {
    List<String> terms = new ArrayList<>();
    for (Field field : dice.some(tree.ordered(), 2)) {
      Field deeper = tree.aggregates() ? field : Fields.maybeDeeper(dice, field);
      if (deeper.kind().is(Kind.Trait.ORDERED)) {
        terms.add(deeper.url() + direction(dice));
      }
    }
    for (Tree child : tree.children()) {
      // what is spread into the embed may bring a second column of the name
      boolean names = child.children().stream().noneMatch(Tree::isSpread);
      boolean ordersParent = child.isToOne() && names && !child.aggregates() && !tree.aggregates();
      List<Field> shown = child.shown();
      if (ordersParent && !shown.isEmpty() && dice.oneIn(2)) {
        Field field = dice.of(shown);
        if (field.kind().is(Kind.Trait.ORDERED)) {
          terms.add(Url.name(child.called()) + "(" + field.url() + ")" + direction(dice));
        }
      }
    }
    if (!terms.isEmpty()) {
      url.with(prefix + "order", String.join(",", terms));
    }
  }

  private static String direction(Dice dice) {
    return dice.of("", ".asc", ".desc") + dice.of("", ".nullsfirst", ".nullslast");
  }
}
