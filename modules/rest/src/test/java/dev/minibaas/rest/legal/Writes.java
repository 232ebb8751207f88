package dev.minibaas.rest.legal;

import dev.minibaas.rest.legal.Fields.Field;
import dev.minibaas.rest.legal.Kind.Trait;
import dev.minibaas.rest.schema.Column;
import dev.minibaas.rest.schema.SchemaCache;
import dev.minibaas.rest.schema.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Makes up inserts, upserts, updates and deletes. All are rolled back. */
final class Writes {
  /** What PostgreSQL makes itself. */
  private static final Set<String> GENERATED = Set.of("kinds.doubled", "things.id");

  /** Columns whose values must be found elsewhere, or be new. */
  private static final Set<String> KEYS =
      Set.of(
          "id", "owner", "reviewer", "read_by", "boss", "thing", "label", "the key", "or", "odd");

  private final SchemaCache cache;
  private final String schema;
  private final List<Table> insertable;
  private final List<Table> changeable;

  Writes(SchemaCache cache, String schema, List<Table> tables) {
    this.cache = cache;
    this.schema = schema;
    // a table without columns has nothing to return, and PostgreSQL takes no RETURNING for it
    this.insertable =
        tables.stream().filter(t -> t.insertable() && !t.columns().isEmpty()).toList();
    this.changeable =
        tables.stream()
            .filter(table -> table.updatable() && table.deletable() && !table.columns().isEmpty())
            .toList();
  }

  Asked make(Dice dice) {
    return switch (dice.upTo(4)) {
      case 0, 1 -> insert(dice);
      case 2 -> update(dice);
      case 3 -> delete(dice);
      default -> put(dice);
    };
  }

  private static List<Column> writable(Table table) {
    return table.columns().values().stream()
        .filter(column -> !GENERATED.contains(table.name().name() + "." + column.name()))
        .filter(
            column -> !(table.name().name().equals("things_seen") && column.name().equals("id")))
        .toList();
  }

  private static List<Column> chosen(Dice dice, Table table) {
    List<Column> chosen = new ArrayList<>(dice.some(writable(table), 5));
    for (Column column : writable(table)) {
      boolean needed = !column.nullable() && column.defaultValue() == null;
      if ((needed || table.key().contains(column.name())) && !chosen.contains(column)) {
        chosen.add(column);
      }
    }
    return chosen;
  }

  private Asked insert(Dice dice) {
    Table table = dice.of(insertable);
    List<Column> columns = chosen(dice, table);
    Url url = new Url(table.name().name());
    List<String> preferences = preferences(dice);
    int rows = dice.of(1, 1, 2, 3, 0);
    boolean upserts = dice.oneIn(3) && rows > 0;
    if (upserts) {
      preferences.add("resolution=" + dice.of("merge-duplicates", "ignore-duplicates"));
      if (dice.oneIn(2) && !table.key().isEmpty()) {
        url.with("on_conflict", names(table.key()));
      }
    }
    String body;
    String type = "application/json";
    if (dice.oneIn(5) && rows > 0 && !columns.isEmpty()) {
      type = "text/csv";
      body = csv(dice, columns, rows);
    } else {
      boolean named = dice.oneIn(3) && !columns.isEmpty();
      if (named) {
        url.with("columns", names(columns.stream().map(Column::name).toList()));
      }
      List<String> objects = dice.times(rows, i -> object(dice, columns, i, named));
      body = rows == 1 && dice.oneIn(2) ? objects.get(0) : "[" + String.join(",", objects) + "]";
      if (dice.oneIn(3)) {
        preferences.add("missing=default");
      }
    }
    return asked(dice, "POST ", url, table, body, preferences, "Content-Type: " + type);
  }

  private Asked update(Dice dice) {
    Table table = dice.of(changeable);
    List<Column> columns = dice.some(writable(table), 4);
    Url url = new Url(table.name().name());
    filters(dice, url, table);
    limited(dice, url, table);
    String body = object(dice, columns, 0, false);
    List<String> preferences = preferences(dice);
    return asked(dice, "PATCH ", url, table, body, preferences);
  }

  private Asked delete(Dice dice) {
    Table table = dice.of(changeable);
    Url url = new Url(table.name().name());
    filters(dice, url, table);
    limited(dice, url, table);
    return asked(dice, "DELETE ", url, table, "", preferences(dice));
  }

  private Asked put(Dice dice) {
    List<Table> keyed =
        insertable.stream()
            .filter(table -> !table.key().isEmpty())
            .filter(table ->
                writable(table).stream().map(Column::name).toList().containsAll(table.key()))
            .toList();
    Table table = dice.of(keyed);
    Url url = new Url(table.name().name());
    StringBuilder body = new StringBuilder();
    for (Column column : chosen(dice, table)) {
      String value = text(dice, column, 0);
      if (table.key().contains(column.name())) {
        url.with(Url.name(column.name()), "eq." + value);
      }
      body.append(body.isEmpty() ? "{" : ",").append(json(column.name())).append(':');
      body.append(json(value));
    }
    return asked(dice, "PUT ", url, table, body.append('}').toString(), preferences(dice));
  }

  private void filters(Dice dice, Url url, Table table) {
    Conditions conditions = new Conditions(dice);
    List<Field> fields = Fields.of(cache, table);
    for (Field field : dice.some(fields, 3)) {
      Field deeper = Fields.maybeDeeper(dice, field);
      url.with(deeper.url(), conditions.on(deeper, false));
    }
    if (dice.oneIn(4)) {
      url.with("or", conditions.tree(fields, List.of(), 1));
    }
  }

  private void limited(Dice dice, Url url, Table table) {
    List<Field> ordered =
        Fields.of(cache, table).stream().filter(f -> f.kind().is(Trait.ORDERED)).toList();
    if (dice.oneIn(3) && !ordered.isEmpty()) {
      List<Field> order = new ArrayList<>(dice.some(ordered, 2));
      order.add(dice.of(ordered));
      url.with("order", order.stream().map(Field::url).collect(Collectors.joining(",")));
      url.with("limit", Integer.toString(dice.between(1, 4)));
    }
  }

  private static List<String> preferences(Dice dice) {
    List<String> preferences = new ArrayList<>();
    preferences.add(dice.of("return=representation", "return=minimal", "return=headers-only"));
    if (dice.oneIn(4)) {
      preferences.add(dice.of("count=exact", "count=planned", "tx=rollback", "timezone=UTC"));
    }
    return preferences;
  }

  private Asked asked(
      Dice dice,
      String method,
      Url url,
      Table table,
      String body,
      List<String> preferences,
      String... more) {
    if (dice.oneIn(2)) {
      Tree tree = new Tree.Maker(dice, cache, schema, false).root(table, dice.upTo(2));
      url.with("select", tree.select());
      for (Tree child : tree.children()) {
        Conditions conditions = new Conditions(dice);
        for (Field field : dice.some(child.fields(), 1)) {
          url.with(child.path() + "." + field.url(), conditions.on(field, false));
        }
      }
    }
    List<String> headers = new ArrayList<>(List.of(more));
    headers.add("Prefer: " + String.join(",", preferences));
    if (dice.oneIn(5)) {
      headers.add("Accept: " + dice.of(Reads.ACCEPTED));
    }
    return new Asked(method + url, body, headers);
  }

  private static String names(List<String> names) {
    return names.stream().map(Url::name).collect(Collectors.joining(","));
  }

  private static String object(Dice dice, List<Column> columns, int row, boolean leavesOut) {
    List<String> members = new ArrayList<>();
    for (Column column : columns) {
      if (!leavesOut || !column.nullable() || dice.oneIn(2)) {
        boolean isNull = column.nullable() && dice.oneIn(5);
        String value = isNull ? "null" : jsonValue(dice, column, row);
        members.add(json(column.name()) + ":" + value);
      }
    }
    return "{" + String.join(",", members) + "}";
  }

  private static String jsonValue(Dice dice, Column column, int row) {
    String value = text(dice, column, row);
    boolean raw =
        column.castType().startsWith("json") && !column.castType().endsWith("[]")
            || value.matches("-?[1-9][0-9]*") && !column.castType().contains("char");
    return raw ? value : json(value);
  }

  private static String csv(Dice dice, List<Column> columns, int rows) {
    StringBuilder body = new StringBuilder();
    body.append(columns.stream().map(c -> cell(c.name())).collect(Collectors.joining(",")));
    for (int i = 0; i < rows; i++) {
      int row = i;
      body.append(dice.of("\n", "\r\n"));
      body.append(
          columns.stream()
              .map(c -> c.nullable() && dice.oneIn(5) ? "NULL" : cell(text(dice, c, row)))
              .collect(Collectors.joining(",")));
    }
    return body.toString();
  }

  private static String cell(String text) {
    return '"' + text.replace("\"", "\"\"") + '"';
  }

  private static String text(Dice dice, Column column, int row) {
    if (KEYS.contains(column.name())) {
      return Integer.toString(dice.of(row + 1, row + 1, 1000 + row));
    }
    if (column.nominalType().equals("api.positive")) {
      return "5";
    }
    List<String> values = Kind.of(column.castType()).values();
    Integer most = column.maxLength();
    List<String> fitting =
        values.stream()
            .filter(value -> most == null || value.length() <= most)
            .filter(value -> !column.nominalType().contains("[]") || value.length() < 12)
            .toList();
    return dice.of(fitting.isEmpty() ? values : fitting);
  }

  private static String json(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}
