package dev.minibaas.rest.sql;

import dev.minibaas.platform.sql.Session;
import dev.minibaas.platform.sql.Sql;
import dev.minibaas.platform.sql.SqlFailure;
import dev.minibaas.rest.parse.JsonTree;
import dev.minibaas.rest.plan.Condition;
import dev.minibaas.rest.plan.Embedding;
import dev.minibaas.rest.plan.Mutation;
import dev.minibaas.rest.plan.Plan;
import dev.minibaas.rest.plan.ReadNode;
import dev.minibaas.rest.schema.Name;
import dev.minibaas.rest.schema.Relationship;
import dev.minibaas.rest.sql.PolicyTrial.Kind;
import dev.minibaas.rest.sql.PolicyTrial.Policy;
import dev.minibaas.rest.sql.PolicyTrial.Rows;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Says which grants and policies decided about a request under somebody's role and claims, and how
 * many of the otherwise matching rows each let through. Nothing stays of what it does.
 */
public final class PolicyExplainer {
  private final Executor executor;
  private final Invocation unbound;
  private final Invocation asked;

  /**
   * @param unbound sees every row, under the claims that are asked about
   * @param asked the caller in question
   */
  public PolicyExplainer(Executor executor, Invocation unbound, Invocation asked) {
    this.executor = executor;
    this.unbound = unbound;
    this.asked = asked;
  }

  /** An object for each relation and function that the plan touches. */
  public List<Map<String, @Nullable Object>> explain(Plan.Query plan) {
    try {
      return findings(plan);
    } catch (SqlFailure failure) {
      throw executor.failed(failure, unbound);
    }
  }

  private List<Map<String, @Nullable Object>> findings(Plan.Query plan) {
    List<Map<String, @Nullable Object>> findings = new ArrayList<>();
    switch (plan) {
      case Plan.Read read -> addRead(findings, read.root(), List.of(), List.of());
      case Plan.Write write -> {
        findings.add(written(write));
        addEmbeds(findings, write.root());
      }
      case Plan.Call call -> {
        findings.add(called(call));
        addEmbeds(findings, call.root());
      }
    }
    return findings;
  }

  private void addRead(
      List<Map<String, @Nullable Object>> findings,
      ReadNode node,
      List<ReadNode> ancestors,
      List<String> path) {
    boolean computed =
        node.embedding() != null
            && node.embedding().relationship() instanceof Relationship.Computed;
    Map<String, @Nullable Object> finding = relation(node.from(), path, role());
    findings.add(finding);
    if (computed) {
      finding.put("note", "its rows come from a function, whose own reads decide");
    } else {
      Sql rows = new Sql();
      ReadSql.wholeRows(rows, node, ancestors);
      tryOut(finding, node.from(), List.of("SELECT"), rows);
    }
    List<ReadNode> below = new ArrayList<>(ancestors);
    below.add(0, node);
    for (ReadNode child : node.children()) {
      Embedding embedding = child.embedding();
      List<String> longer = new ArrayList<>(path);
      longer.add(embedding == null ? child.from().name() : embedding.resultName());
      if (!computed) {
        addRead(findings, child, below, longer);
      }
    }
  }

  /** Of what is embedded in rows that a write or call returns, only access is told. */
  private void addEmbeds(List<Map<String, @Nullable Object>> findings, ReadNode root) {
    for (ReadNode child : root.children()) {
      Embedding embedding = child.embedding();
      List<String> path = embedding == null ? List.of() : List.of(embedding.resultName());
      Map<String, @Nullable Object> finding = relation(child.from(), path, role());
      finding.put("note", "rows are counted for reads only");
      findings.add(finding);
    }
  }

  private Map<String, @Nullable Object> written(Plan.Write write) {
    Mutation mutation = write.mutation();
    Name table = mutation.table().name();
    Map<String, @Nullable Object> finding = relation(table, List.of(), role());
    boolean shows = !mutation.returning().isEmpty();
    switch (mutation) {
      case Mutation.Insert insert -> {
        List<String> commands = shows ? List.of("INSERT", "SELECT") : List.of("INSERT");
        tryOutNew(finding, table, commands, insert.returningAll());
      }
      case Mutation.Update update -> {
        tryOut(finding, table, List.of("SELECT", "UPDATE"), existing(table, update.where()));
        tryOutNew(finding, table, List.of("UPDATE"), update.returningAll());
      }
      case Mutation.Delete delete ->
          tryOut(finding, table, List.of("SELECT", "DELETE"), existing(table, delete.where()));
    }
    return finding;
  }

  private static Sql existing(Name table, List<Condition> where) {
    Sql sql = new Sql().append("SELECT * FROM ");
    Fragments.name(sql, table);
    if (!where.isEmpty()) {
      sql.append(" WHERE ");
      Fragments.all(sql, table, where);
    }
    return sql;
  }

  private Map<String, @Nullable Object> called(Plan.Call call) {
    Session session = executor.session(true, unbound);
    return object(
        executor
            .sessions()
            .read(
                session,
                PolicyCatalogue.routine(call.routine().name(), call.routine().oid(), role()),
                row -> row.getString(1)));
  }

  private String role() {
    return asked.caller().role();
  }

  private Map<String, @Nullable Object> relation(Name name, List<String> path, String role) {
    Map<String, @Nullable Object> finding = new LinkedHashMap<>();
    finding.put("path", String.join(".", path));
    finding.putAll(
        object(
            executor
                .sessions()
                .read(
                    executor.session(true, unbound),
                    PolicyCatalogue.relation(name, role),
                    row -> row.getString(1))));
    if (finding.get("base_relations") instanceof List<?> names) {
      String readsAs = finding.get("reads_as") instanceof String owner ? owner : role;
      List<Map<String, @Nullable Object>> below = new ArrayList<>();
      for (Object each : names) {
        if (each instanceof Map<?, ?> base) {
          Name table = new Name(text(base.get("schema")), text(base.get("name")));
          below.add(relation(table, List.of(), readsAs));
        }
      }
      finding.put("base_relations", below);
    }
    return finding;
  }

  /** Rows that exist and match, seen without row-level security. */
  private void tryOut(
      Map<String, @Nullable Object> finding, Name relation, List<String> commands, Sql source) {
    try {
      Rows rows =
          executor
              .sessions()
              .read(executor.session(true, unbound), PolicyTrial.rowsOf(source), Rows::read);
      add(finding, relation, commands, Kind.EXISTING, rows);
    } catch (SqlFailure failure) {
      finding.put("error", failure.serverMessage());
    }
  }

  /** Rows as the write would leave them, which is undone. */
  private void tryOutNew(
      Map<String, @Nullable Object> finding,
      Name relation,
      List<String> commands,
      Mutation mutation) {
    Sql source = new Sql();
    MutationSql.mutation(source, mutation);
    try {
      Rows rows =
          executor
              .sessions()
              .write(
                  executor.session(false, unbound),
                  tx -> {
                    tx.rollbackOnly();
                    return tx.query(PolicyTrial.rowsOf(source), Rows::read);
                  });
      add(finding, relation, commands, Kind.NEW, rows);
    } catch (SqlFailure failure) {
      finding.put("error", failure.serverMessage());
    }
  }

  private void add(
      Map<String, @Nullable Object> finding,
      Name relation,
      List<String> commands,
      Kind kind,
      Rows rows) {
    List<Object> checks = new ArrayList<>();
    if (finding.get("checks") instanceof List<?> earlier) {
      checks.addAll(earlier);
    }
    boolean isBound =
        !"off".equals(finding.get("row_level_security")) && finding.get("bypassed") == null;
    for (String command : commands) {
      List<Policy> policies =
          isBound ? policies(finding.get("policies"), command, kind) : List.of();
      PolicyTrial trial = new PolicyTrial(relation, command, kind, rows, policies);
      checks.add(isBound ? bound(trial) : trial.beginning());
    }
    finding.put("checks", checks);
  }

  private Map<String, @Nullable Object> bound(PolicyTrial trial) {
    Session session = executor.session(true, asked);
    try {
      return executor.sessions().read(session, trial.statement(), trial::report);
    } catch (SqlFailure failure) {
      Map<String, @Nullable Object> report = trial.beginning();
      report.put("error", failure.serverMessage());
      report.put(
          "policies", trial.policies().stream().map(policy -> alone(trial, policy)).toList());
      return report;
    }
  }

  private Map<String, @Nullable Object> alone(PolicyTrial trial, Policy policy) {
    Map<String, @Nullable Object> report = PolicyTrial.described(policy);
    try {
      executor
          .sessions()
          .read(executor.session(true, asked), trial.alone(policy).statement(), row -> "");
    } catch (SqlFailure failure) {
      report.put("error", failure.serverMessage());
    }
    return report;
  }

  private static List<Policy> policies(@Nullable Object all, String command, Kind kind) {
    List<Policy> found = new ArrayList<>();
    if (all instanceof List<?> list) {
      for (Object each : list) {
        if (each instanceof Map<?, ?> policy
            && Boolean.TRUE.equals(policy.get("for_role"))
            && (command.equals(policy.get("command")) || "ALL".equals(policy.get("command")))) {
          found.add(policy(policy, command, kind));
        }
      }
    }
    return found;
  }

  /** New rows are held against the check; a policy without one checks what it shows. */
  private static Policy policy(Map<?, ?> policy, String command, Kind kind) {
    boolean checks = kind == Kind.NEW && !command.equals("SELECT");
    Object expression = checks ? policy.get("check") : policy.get("using");
    if (expression == null) {
      expression = policy.get("using");
    }
    return new Policy(
        text(policy.get("name")),
        Boolean.TRUE.equals(policy.get("permissive")),
        expression instanceof String sql ? sql : null);
  }

  private static String text(@Nullable Object value) {
    return value instanceof String text ? text : "";
  }

  private static Map<String, @Nullable Object> object(String json) {
    Map<String, @Nullable Object> members = new LinkedHashMap<>();
    if (JsonTree.parse(json) instanceof Map<?, ?> parsed) {
      parsed.forEach((key, value) -> members.put(String.valueOf(key), value));
    }
    return members;
  }
}
