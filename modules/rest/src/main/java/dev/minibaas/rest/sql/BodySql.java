package dev.minibaas.rest.sql;

import dev.minibaas.platform.sql.Sql;
import dev.minibaas.rest.plan.Mutation;
import dev.minibaas.rest.schema.Column;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Rows out of a JSON body: {@code FROM (…) pgrst_payload, LATERAL (…) pgrst_body}. */
final class BodySql {
  /** One value to read from each object. */
  private record Item(String name, String type, @Nullable String fromJson) {}

  private BodySql() {}

  /** A write's rows. */
  static void from(Sql sql, Mutation.Body body) {
    List<Item> items = body.columns().stream().map(BodySql::item).toList();
    if (body.fillsDefaults()) {
      fromWithDefaults(sql, body, items);
      return;
    }
    sql.append("FROM (SELECT ").value(body.json(), "json").append(" AS json_data) pgrst_payload, ");
    rows(sql, items, body.isObject(), "json", "pgrst_payload.json_data", "");
  }

  private static Item item(Column column) {
    String fromJson = column.representation().fromJson();
    return new Item(column.name(), fromJson == null ? column.nominalType() : "json", fromJson);
  }

  /** A call's arguments: of an array the first object. */
  static void fromArguments(
      Sql sql, String json, boolean isObject, List<String> names, List<String> types) {
    List<Item> items =
        IntStream.range(0, names.size())
            .mapToObj(i -> new Item(names.get(i), types.get(i), null))
            .toList();
    sql.append("FROM (SELECT ").value(json, "json").append(" AS json_data) pgrst_payload, ");
    rows(sql, items, isObject, "json", "pgrst_payload.json_data", " LIMIT 1");
  }

  private static void fromWithDefaults(Sql sql, Mutation.Body body, List<Item> items) {
    sql.append("FROM (SELECT ")
        .value(body.json(), "jsonb")
        .append(" AS json_data) pgrst_payload, ");
    Sql defaults = new Sql();
    for (Column column : body.columns()) {
      if (column.defaultValue() != null) {
        defaults.append(defaults.isEmpty() ? "" : ", ").append(Sql.literal(column.name()));
        defaults.append(", ").append(column.defaultValue());
      }
    }
    sql.append("LATERAL (SELECT ");
    if (body.isObject()) {
      sql.append("jsonb_build_object(").append(defaults);
      sql.append(") || pgrst_payload.json_data AS val) pgrst_json_defs, ");
    } else {
      sql.append("jsonb_agg(jsonb_build_object(").append(defaults);
      sql.append(") || elem) AS val FROM jsonb_array_elements(pgrst_payload.json_data) elem)");
      sql.append(" pgrst_json_defs, ");
    }
    rows(sql, items, body.isObject(), "jsonb", "pgrst_json_defs.val", "");
  }

  private static void rows(
      Sql sql, List<Item> items, boolean isObject, String json, String source, String limit) {
    sql.append("LATERAL (SELECT ");
    if (items.isEmpty()) {
      sql.append(isObject ? "FROM (values(1)) _ " : "FROM " + json + "_array_elements(");
      sql.append(isObject ? "" : source + ") _ ");
    } else {
      each(sql, items, BodySql::read);
      sql.append(" FROM ").append(json).append(isObject ? "_to_record(" : "_to_recordset(");
      sql.append(source).append(") AS _(");
      each(sql, items, (out, item) -> out.identifier(item.name()).append(" ").append(item.type()));
      sql.append(")");
    }
    sql.append(limit).append(") pgrst_body ");
  }

  private static void read(Sql sql, Item item) {
    if (item.fromJson() == null) {
      sql.identifier(item.name());
    } else {
      sql.append(item.fromJson()).append("(").identifier(item.name()).append(") AS ");
      sql.identifier(item.name());
    }
  }

  private static void each(Sql sql, List<Item> items, BiConsumer<Sql, Item> write) {
    for (int i = 0; i < items.size(); i++) {
      sql.append(i == 0 ? "" : ", ");
      write.accept(sql, items.get(i));
    }
  }
}
