package dev.minibaas.rest.sql;

import dev.minibaas.platform.sql.Sql;
import dev.minibaas.platform.sql.Statement;
import dev.minibaas.rest.schema.Name;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Rows, and the policies of their table that decide about them.
 *
 * <p>The rows were read without row-level security. They are given back to the database as JSON and
 * the policies' own expressions are counted over them, in a session of the role and claims in
 * question: what an expression reads elsewhere is then read under the policies of that table, as it
 * would be.
 *
 * @param command that the policies must allow
 * @param kind of the rows: existing ones, or new ones that a write would make
 * @param policies that apply to the command and the role
 */
record PolicyTrial(Name relation, String command, Kind kind, Rows rows, List<Policy> policies) {

  enum Kind {
    EXISTING,
    NEW
  }

  /**
   * @param total how many there are
   * @param json the first {@link #MOST} of them, as an array
   */
  record Rows(long total, String json) {
    static final int MOST = 1000;

    static Rows read(ResultSet row) throws SQLException {
      return new Rows(row.getLong("total"), row.getString("rows"));
    }
  }

  /**
   * @param expression as the catalogue has it; null is true of every row
   */
  record Policy(String name, boolean permissive, @Nullable String expression) {}

  /** The rows of a select, to be tried. */
  static Statement rowsOf(Sql source) {
    return new Sql()
        .append("with pgrst_source as (")
        .append(source)
        .append(") select (select count(*) from pgrst_source) as total, (select")
        .append(" coalesce(json_agg(t), '[]')::text from (select * from pgrst_source limit ")
        .value(Rows.MOST)
        .append(") t) as rows, current_user")
        .build();
  }

  /** Counts the rows, those that each policy lets through, and those that all together do. */
  Statement statement() {
    Sql sql = new Sql().append("select count(*) as examined, array[");
    for (int i = 0; i < policies.size(); i++) {
      sql.append(i == 0 ? "" : ", ").append(counted(condition(policies.get(i))));
    }
    sql.append("]::int8[] as each, ").append(counted(together()));
    sql.append(" as together, current_user from json_populate_recordset(null::");
    Fragments.name(sql, relation);
    sql.append(", ").value(rows.json(), "json").append(") as ").identifier(relation.name());
    return sql.build();
  }

  private static String counted(String condition) {
    return "count(*) filter (where " + condition + ")";
  }

  private static String condition(Policy policy) {
    return policy.expression() == null ? "true" : "(" + policy.expression() + ")";
  }

  /** One permissive policy at least, and every restrictive one. */
  private String together() {
    StringBuilder permissive = new StringBuilder();
    StringBuilder restrictive = new StringBuilder();
    for (Policy policy : policies) {
      if (policy.permissive()) {
        permissive.append(permissive.isEmpty() ? "" : " or ").append(condition(policy));
      } else {
        restrictive.append(" and ").append(condition(policy));
      }
    }
    return "(" + (permissive.isEmpty() ? "false" : permissive) + ")" + restrictive;
  }

  /** The same with a single policy, to find the one that fails. */
  PolicyTrial alone(Policy policy) {
    return new PolicyTrial(relation, command, kind, rows, List.of(policy));
  }

  /** What came of it, as members of the report. */
  Map<String, @Nullable Object> report(ResultSet row) throws SQLException {
    Array array = row.getArray("each");
    Long[] each = (Long[]) array.getArray();
    long examined = row.getLong("examined");
    Map<String, @Nullable Object> report = beginning();
    report.put("examined", examined);
    report.put("let_through", row.getLong("together"));
    report.put("removed", examined - row.getLong("together"));
    List<Map<String, @Nullable Object>> list = new ArrayList<>();
    for (int i = 0; i < policies.size(); i++) {
      Map<String, @Nullable Object> policy = described(policies.get(i));
      policy.put("let_through", each[i]);
      policy.put("removed", examined - each[i]);
      list.add(policy);
    }
    report.put("policies", list);
    return report;
  }

  Map<String, @Nullable Object> beginning() {
    Map<String, @Nullable Object> report = new LinkedHashMap<>();
    report.put("command", command);
    report.put("rows", kind == Kind.NEW ? "new" : "existing");
    report.put("matching", rows.total());
    return report;
  }

  static Map<String, @Nullable Object> described(Policy policy) {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    map.put("name", policy.name());
    map.put("permissive", policy.permissive());
    map.put("expression", policy.expression());
    return map;
  }
}
