package dev.minibaas.rest.sql;

import dev.minibaas.platform.sql.CallerSessions;
import dev.minibaas.platform.sql.RowReader;
import dev.minibaas.platform.sql.Session;
import dev.minibaas.platform.sql.Session.Isolation;
import dev.minibaas.platform.sql.Session.Setting;
import dev.minibaas.platform.sql.Sql;
import dev.minibaas.platform.sql.SqlFailure;
import dev.minibaas.platform.sql.Statement;
import dev.minibaas.platform.sql.Transaction;
import dev.minibaas.rest.RestConfig;
import dev.minibaas.rest.error.DatabaseError;
import dev.minibaas.rest.error.RestError;
import dev.minibaas.rest.parse.MediaType;
import dev.minibaas.rest.parse.Preferences.Count;
import dev.minibaas.rest.plan.BodyFormat;
import dev.minibaas.rest.plan.Plan;
import dev.minibaas.rest.schema.Name;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Runs plans: plain reads in one trip, everything else in an explicit transaction. */
public final class Executor {
  private static final Statement CHECK_CONSTRAINTS =
      new Sql().append("select current_user; set constraints all immediate").build();

  private final CallerSessions sessions;
  private final RestConfig config;
  private final QuerySql queries;
  private final @Nullable Statement preRequest;

  public Executor(CallerSessions sessions, RestConfig config) {
    this.sessions = sessions;
    this.config = config;
    this.queries = new QuerySql(config.maxRows());
    this.preRequest = preRequest(config.preRequest());
  }

  private static @Nullable Statement preRequest(@Nullable String function) {
    if (function == null) {
      return null;
    }
    Sql sql = new Sql().append("select ");
    Fragments.name(sql, Name.parse(function));
    return sql.append("(), current_user").build();
  }

  /**
   * @throws RestError when the database refuses, or the rows aren't what the request allows
   */
  public QueryRow execute(Plan.Query plan, Invocation invocation, ResultMemory.Lease memory) {
    try {
      return runOrAgain(plan, invocation, memory);
    } catch (SqlFailure failure) {
      throw failed(failure, invocation);
    } catch (TypeName.UnknownType e) {
      throw RestError.unknownType(String.valueOf(e.getMessage()));
    }
  }

  /** What the caller may use of the schema. */
  public Visible visible(Invocation invocation) {
    Statement statement = Privileges.statement(invocation.schema());
    Session session = session(true, invocation);
    try {
      return preRequest == null
          ? sessions.read(session, statement, Privileges::read)
          : sessions.write(
              session,
              tx -> {
                tx.query(preRequest, row -> "");
                return tx.query(statement, Privileges::read);
              });
    } catch (SqlFailure failure) {
      throw failed(failure, invocation);
    }
  }

  RestError failed(SqlFailure failure, Invocation invocation) {
    boolean anonymous = invocation.caller().role().equals(config.anonRole());
    RestError error = DatabaseError.of(failure, anonymous);
    error.initCause(failure);
    return error;
  }

  /** What type a compared value has. */
  private enum Typing {
    /** That of its column, by a cast. */
    OF_COLUMN,
    /** The server chooses. */
    OF_SERVER;

    Statement statement(Statement built) {
      return this == OF_SERVER ? built.untyped() : built;
    }
  }

  /**
   * A value is cast to its column's type. Where no operator takes that, the server may still know
   * one that takes the value as something else, as it does for an untyped literal.
   */
  private QueryRow runOrAgain(Plan.Query plan, Invocation invocation, ResultMemory.Lease memory) {
    try {
      return run(plan, invocation, memory, Typing.OF_COLUMN);
    } catch (SqlFailure failure) {
      boolean lacksOperator = failure.sqlState().equals("42883") && failure.isInStatement();
      if (!lacksOperator || !queries.statement(plan).build().compares()) {
        throw failure;
      }
      return run(plan, invocation, memory, Typing.OF_SERVER);
    }
  }

  private QueryRow run(
      Plan.Query plan, Invocation invocation, ResultMemory.Lease memory, Typing typing) {
    if (plan.representation().type() instanceof MediaType.Plan asked) {
      Statement explained = typing.statement(Explain.statement(asked, queries.statement(plan)));
      return transact(plan, invocation, tx -> tx.query(explained, row -> Explain.row(row, asked)));
    }
    if (plan.representation().format() instanceof BodyFormat.None) {
      Statement statement = typing.statement(queries.statement(plan).build());
      return run(plan, invocation, statement, RowMapping.of(plan), typing);
    }
    return memory.fetch(most -> {
      Statement statement = typing.statement(queries.statement(plan, most).build());
      return run(plan, invocation, statement, RowMapping.of(plan, most), typing);
    });
  }

  private QueryRow run(
      Plan.Query plan,
      Invocation invocation,
      Statement statement,
      RowReader<QueryRow> reader,
      Typing typing) {
    boolean isPlain = preRequest == null && !plansCount(plan) && plan.transaction().readOnly();
    if (isPlain && typing == Typing.OF_COLUMN) {
      QueryRow row = sessions.read(session(plan.transaction(), invocation), statement, reader);
      Checks.verify(plan, row);
      return row;
    }
    return transact(
        plan,
        invocation,
        tx -> {
          QueryRow row = tx.query(statement, reader);
          Checks.verify(plan, row);
          return plansCount(plan) ? withPlannedCount(plan, row, tx, typing) : row;
        });
  }

  private interface Work {
    QueryRow in(Transaction tx);
  }

  private QueryRow transact(Plan.Query plan, Invocation invocation, Work work) {
    boolean rollsBack = !plan.transaction().readOnly() && invocation.rollsBack();
    return sessions.write(
        session(plan.transaction(), invocation),
        tx -> {
          if (preRequest != null) {
            tx.query(preRequest, row -> "");
          }
          QueryRow row = work.in(tx);
          if (rollsBack) {
            // deferred constraints would otherwise never be heard of
            tx.query(CHECK_CONSTRAINTS, ignored -> "");
            tx.rollbackOnly();
          }
          return row;
        });
  }

  private boolean plansCount(Plan.Query plan) {
    return plan instanceof Plan.Read read
        && (read.count() == Count.PLANNED || read.count() == Count.ESTIMATED);
  }

  private QueryRow withPlannedCount(Plan.Query plan, QueryRow row, Transaction tx, Typing typing) {
    Long counted = row.total();
    Long most = config.maxRows();
    if (counted != null && most != null && counted <= most) {
      return row;
    }
    Statement explain = Explain.statement(queries.countStatement(plan));
    long planned = tx.query(typing.statement(explain), Explain::plannedRows);
    return row.withTotal(counted == null ? planned : Math.max(planned, counted));
  }

  /** A session as the invocation's caller, for statements that no plan stands for. */
  Session session(boolean readOnly, Invocation invocation) {
    return session(new Plan.Transaction(readOnly, null, Map.of(), null), invocation);
  }

  CallerSessions sessions() {
    return sessions;
  }

  private Session session(Plan.Transaction wanted, Invocation invocation) {
    List<Setting> settings = new ArrayList<>(12);
    settings.add(new Setting("search_path", searchPath(invocation.schema())));
    add(settings, wanted.settings());
    settings.addAll(invocation.request());
    String timezone = wanted.timezone();
    if (timezone != null) {
      settings.add(new Setting("timezone", timezone));
    }
    add(settings, config.appSettings());
    return new Session(
        invocation.caller().role(),
        invocation.caller().claimsJson(),
        settings,
        wanted.readOnly(),
        isolation(wanted.isolation()));
  }

  private static void add(List<Setting> settings, Map<String, String> values) {
    values.forEach((name, value) -> settings.add(new Setting(name, value)));
  }

  private String searchPath(String schema) {
    StringBuilder path = new StringBuilder(Sql.quoted(schema));
    for (String extra : config.extraSearchPath()) {
      path.append(", ").append(Sql.quoted(extra));
    }
    return path.toString();
  }

  private static @Nullable Isolation isolation(@Nullable String words) {
    return switch (words) {
      case "repeatable read" -> Isolation.REPEATABLE_READ;
      case "serializable" -> Isolation.SERIALIZABLE;
      case null, default -> null;
    };
  }
}
