package dev.minibaas.rest.sql;

import dev.minibaas.platform.sql.Sql;
import dev.minibaas.rest.parse.MediaType;
import dev.minibaas.rest.parse.Preferences.Count;
import dev.minibaas.rest.plan.BodyFormat;
import dev.minibaas.rest.plan.Mutation;
import dev.minibaas.rest.plan.Plan;
import dev.minibaas.rest.schema.MediaHandler;
import dev.minibaas.rest.schema.Routine;
import dev.minibaas.rest.schema.Table;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The whole statement of a plan: its rows as {@code pgrst_source}, and over them one row with
 * counts, body and what SQL wants to say about the response. The last column tells the role it ran
 * as, for {@code platform.sql} to check.
 */
final class QuerySql {
  private static final String RESPONSE =
      ", nullif(current_setting('response.headers', true), '') AS response_headers"
          + ", nullif(current_setting('response.status', true), '') AS response_status";

  private static final String INSERTED = ", nullif(current_setting('pgrst.inserted', true), '')";

  private final @Nullable Long maxRows;

  /**
   * @param maxRows beyond which an estimated count stops counting
   */
  QuerySql(@Nullable Long maxRows) {
    this.maxRows = maxRows;
  }

  Sql statement(Plan.Query plan) {
    return statement(plan, null);
  }

  /**
   * @param most bytes of the body; a larger one is not returned, only its size is. Null for no
   *     limit, and no column for the size
   */
  Sql statement(Plan.Query plan, @Nullable Long most) {
    Sql sql = new Sql();
    switch (plan) {
      case Plan.Read read -> readSource(sql, read);
      case Plan.Write write -> writeSource(sql, write);
      case Plan.Call call -> callSource(sql, call);
    }
    if (most == null) {
      return result(sql.append(" "), plan);
    }
    String location = plan instanceof Plan.Write ? ", location" : "";
    result(sql.append(", pgrst_result AS ("), plan);
    sql.append(") SELECT total_result_set, page_total, CASE WHEN ").append(size(plan));
    sql.append(" <= ").value(most).append(" THEN body END AS body, response_headers");
    sql.append(", response_status, response_inserted").append(location).append(", ");
    return sql.append(size(plan)).append(" AS body_size, \"current_user\" FROM pgrst_result");
  }

  /** Of what this statement makes itself the size in memory, which costs nothing to know. */
  private static String size(Plan.Query plan) {
    return plan.representation().format() instanceof BodyFormat.Custom
        ? "octet_length(body::text)"
        : "pg_column_size(body)";
  }

  private Sql result(Sql sql, Plan.Query plan) {
    return switch (plan) {
      case Plan.Read read -> readResult(sql, read);
      case Plan.Write write -> writeResult(sql, write);
      case Plan.Call call -> callResult(sql, call);
    };
  }

  private void readSource(Sql sql, Plan.Read read) {
    sql.append("WITH pgrst_source AS ( ");
    ReadSql.select(sql, read.root());
    sql.append(" )");
    counting(sql, read, counted(read.count()));
  }

  private static Sql readResult(Sql sql, Plan.Read read) {
    sql.append("SELECT ").append(total(counted(read.count()))).append(" AS total_result_set");
    sql.append(", pg_catalog.count(*) AS page_total, ");
    body(sql, read.representation().format(), null);
    sql.append(" AS body").append(RESPONSE).append(", '' AS response_inserted");
    sql.append(role(read)).append(" FROM ( SELECT * FROM pgrst_source ) _postgrest_t");
    return sql;
  }

  private static void writeSource(Sql sql, Plan.Write write) {
    sql.append("WITH pgrst_source AS (");
    MutationSql.mutation(sql, write.mutation());
    sql.append(")");
  }

  private static Sql writeResult(Sql sql, Plan.Write write) {
    sql.append("SELECT '' AS total_result_set, pg_catalog.count(*) AS page_total, ");
    BodyFormat format = write.representation().format();
    body(sql, format, null);
    sql.append(" AS body").append(RESPONSE);
    sql.append(counts(write.mutation()) ? INSERTED : ", ''").append(" AS response_inserted, ");
    location(sql, write);
    sql.append(" AS location").append(role(write)).append(" FROM (");
    if (format instanceof BodyFormat.None) {
      // nothing is shown, so nothing that select names needs to exist
      sql.append("SELECT * FROM pgrst_source");
    } else {
      ReadSql.select(sql, write.root());
    }
    return sql.append(") _postgrest_t");
  }

  /** EXPLAIN checks the role by a statement of its own, and shows a plan without it. */
  private static String role(Plan.Query plan) {
    return plan.representation().type() instanceof MediaType.Plan ? "" : ", current_user";
  }

  private static boolean counts(Mutation mutation) {
    return mutation instanceof Mutation.Insert insert
        && insert.conflict() != null
        && insert.conflict().merges();
  }

  private void callSource(Sql sql, Plan.Call call) {
    sql.append("WITH pgrst_source AS (");
    CallSql.call(sql, call);
    sql.append(")");
    counting(sql, call, counted(call.count()));
  }

  private static Sql callResult(Sql sql, Plan.Call call) {
    Routine routine = call.routine();
    boolean single = !routine.returns().isSet();
    String total = total(counted(call.count()));
    sql.append("SELECT ").append(total).append(" AS total_result_set, ");
    // an aggregate in any case: there must be a row even if filters or limits leave none
    boolean bodiless = call.representation().format() instanceof BodyFormat.None;
    String one = bodiless ? "coalesce(pg_catalog.max(1), 1)" : "1";
    sql.append(single ? one : "pg_catalog.count(*)").append(" AS page_total, ");
    body(sql, call.representation().format(), call);
    sql.append(" AS body")
        .append(RESPONSE)
        .append(", '' AS response_inserted")
        .append(role(call))
        .append(" FROM (");
    ReadSql.select(sql, call.root());
    return sql.append(") _postgrest_t");
  }

  /** A planned count needs no counting; an estimated one only where rows are limited. */
  private static @Nullable Count counted(@Nullable Count count) {
    return count == Count.PLANNED ? null : count;
  }

  private void counting(Sql sql, Plan.Query plan, @Nullable Count count) {
    if (count == null) {
      return;
    }
    sql.append(", pgrst_source_count AS (");
    ReadSql.count(sql, plan.root());
    if (count == Count.ESTIMATED && maxRows != null) {
      sql.append(" LIMIT ").value(maxRows + 1);
    }
    sql.append(")");
  }

  private static String total(@Nullable Count count) {
    return count == null ? "null::bigint" : "(SELECT pg_catalog.count(*) FROM pgrst_source_count)";
  }

  /** The count's rows alone, for the planner to estimate. */
  Sql countStatement(Plan.Query plan) {
    Sql sql = new Sql();
    ReadSql.count(sql, plan.root());
    return sql;
  }

  /**
   * @param call whose result it is; null for rows of a relation
   */
  private static void body(Sql sql, BodyFormat format, Plan.@Nullable Call call) {
    Routine routine = call == null ? null : call.routine();
    switch (format) {
      case BodyFormat.None() -> sql.append("''::text");
      case BodyFormat.Csv() -> sql.append(CSV);
      case BodyFormat.GeoJson() -> sql.append(GEO_JSON);
      case BodyFormat.JsonArray(boolean stripped) -> {
        boolean single = routine != null && !routine.returns().isSet();
        json(sql, routine, single, stripped);
      }
      case BodyFormat.JsonObject(boolean stripped) -> json(sql, routine, true, stripped);
      case BodyFormat.Custom(MediaHandler handler) -> handled(sql, handler, call);
    }
  }

  private static void json(Sql sql, @Nullable Routine routine, boolean single, boolean stripped) {
    boolean values = routine != null && CallSql.returnsValues(routine);
    String rows = values ? "json_agg(_postgrest_t.pgrst_scalar)" : "json_agg(_postgrest_t)";
    String json = single ? rows + "->0" : rows;
    sql.append("coalesce(").append(stripped ? "json_strip_nulls(" + json + ")" : json);
    sql.append(single ? ", 'null')" : ", '[]')");
  }

  private static void handled(Sql sql, MediaHandler handler, Plan.@Nullable Call call) {
    if (call != null && handler.target().equals(call.routine().name())) {
      // there must be a row even if filters or limits leave none
      boolean isSure = call.root().where().isEmpty() && call.root().range().isAll();
      sql.append(isSure ? "" : "(pg_catalog.array_agg(").append("_postgrest_t.pgrst_scalar::");
      Fragments.name(sql, handler.function());
      sql.append(isSure ? "" : "))[1]");
      return;
    }
    Fragments.name(sql, handler.function());
    sql.append("(_postgrest_t");
    if (!handler.target().equals(MediaHandler.ANY_RELATION)) {
      sql.append("::");
      Fragments.name(sql, handler.target());
    }
    sql.append(")");
  }

  private static final String CSV =
      "(SELECT coalesce(string_agg(a.k, ','), '') FROM (SELECT json_object_keys(r)::text AS k FROM"
          + " (SELECT row_to_json(hh) AS r FROM pgrst_source AS hh LIMIT 1) s) a) || '\n' ||"
          + " coalesce(string_agg(substring(_postgrest_t::text, 2, length(_postgrest_t::text) - 2),"
          + " '\n'), '')";

  private static final String GEO_JSON =
      "json_build_object('type', 'FeatureCollection', 'features',"
          + " coalesce(json_agg(ST_AsGeoJSON(_postgrest_t)::json), '[]'))";

  /** The key of a single inserted row, as {@code column=eq.value}. */
  private static void location(Sql sql, Plan.Write write) {
    Table table = write.mutation().table();
    List<String> returning = write.mutation().returning();
    boolean wanted =
        write.mutation() instanceof Mutation.Insert
            && write.representation().format() instanceof BodyFormat.None
            && !returning.isEmpty();
    if (!wanted) {
      sql.append("null::text[]");
      return;
    }
    sql.append("CASE WHEN pg_catalog.count(*) = 1 THEN (WITH data AS (SELECT");
    sql.append(
        " row_to_json(_) AS row FROM pgrst_source AS _ LIMIT 1) SELECT array_agg(json_data.key");
    sql.append(" || '=' || coalesce('eq.' || json_data.value, 'is.null')) FROM data CROSS JOIN");
    sql.append(" json_each_text(data.row) AS json_data WHERE json_data.key = ANY(");
    sql.value(Sql.arrayLiteral(table.key()), "text[]");
    sql.append(")) END");
  }
}
