package dev.minibaas.realtime.access;

import dev.minibaas.platform.sql.CallerLost;
import dev.minibaas.platform.sql.CallerSessions;
import dev.minibaas.platform.sql.Session;
import dev.minibaas.platform.sql.Sql;
import dev.minibaas.platform.sql.SqlFailure;
import dev.minibaas.realtime.access.TableAccess.ColumnAccess;
import dev.minibaas.realtime.change.TableName;
import dev.minibaas.realtime.filter.Cell;
import dev.minibaas.realtime.filter.ChangeKind;
import dev.minibaas.realtime.filter.Condition;
import dev.minibaas.realtime.filter.RowFilter;
import dev.minibaas.realtime.filter.RowQuestion;
import dev.minibaas.realtime.phoenix.ChangesRequest;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Whether what a client wants to hear can ever come. */
final class Requests {
  private final CallerSessions sessions;
  private final Catalogue catalogue;
  private final String publication;

  Requests(CallerSessions sessions, Catalogue catalogue, String publication) {
    this.sessions = sessions;
    this.catalogue = catalogue;
    this.publication = publication;
  }

  Optional<String> problem(ChangesRequest request, Identity identity) {
    try {
      if (!isPublished(request, identity)) {
        return Optional.of(
            refusal(request, "Please check Realtime is enabled for the given connect parameters"));
      }
      boolean spansTables =
          request.schema().equals(ChangesRequest.ALL) || request.table().equals(ChangesRequest.ALL);
      return spansTables ? Optional.empty() : problemOfTable(request, identity);
    } catch (SqlFailure e) {
      RowQueries.refuseUnasked(e);
      return Optional.of(refusal(request, e.serverMessage()));
    } catch (CallerLost e) {
      return Optional.of(refusal(request, "permission denied for role " + identity.role()));
    }
  }

  private boolean isPublished(ChangesRequest request, Identity identity) {
    var sql = new Sql().append("select exists (select from pg_catalog.pg_publication_tables");
    sql.append(" where pubname = ").value(publication, "text");
    if (!request.schema().equals(ChangesRequest.ALL)) {
      sql.append(" and schemaname = ").value(request.schema(), "text");
    }
    if (!request.table().equals(ChangesRequest.ALL)) {
      sql.append(" and tablename = ").value(request.table(), "text");
    }
    return sessions.read(
        session(identity, "pg_catalog"),
        sql.append("), current_user").build(),
        row -> row.getBoolean(1));
  }

  private Optional<String> problemOfTable(ChangesRequest request, Identity identity) {
    var name = new TableName(request.schema(), request.table());
    TableAccess table = catalogue.read(identity, Set.of(name)).get(name);
    if (table == null) {
      return Optional.of(refusal(request, "There is no such table"));
    }
    if (!table.usable() || !table.hasReadableColumn()) {
      return Optional.of(refusal(request, "permission denied for table %s".formatted(name.name())));
    }
    Set<String> columns = new LinkedHashSet<>(request.select());
    request.filter().conditions().stream().map(Condition::column).forEach(columns::add);
    for (String column : columns) {
      if (table.column(column) == null) {
        return Optional.of(refusal(request, "There is no column " + column));
      }
      if (!table.isReadable(column)) {
        return Optional.of(refusal(request, "permission denied for column " + column));
      }
    }
    return problemOfOperands(request, identity, table);
  }

  /** Asked of a row of nulls: the operands are read all the same. */
  private Optional<String> problemOfOperands(
      ChangesRequest request, Identity identity, TableAccess table) {
    for (Condition condition : request.filter().conditions()) {
      RowQuestion question =
          new RowFilter(List.of(condition))
              .question(column -> nothing(table, column))
              .orElseThrow();
      var sql = new Sql().append("select ").append(FilterQueries.sql(question));
      try {
        sessions.read(
            session(identity, request.schema()),
            sql.append(", current_user").build(),
            row -> row.getBoolean(1));
      } catch (SqlFailure e) {
        RowQueries.refuseUnasked(e);
        return Optional.of(refusal(request, condition + ": " + e.serverMessage()));
      }
    }
    return Optional.empty();
  }

  private static Cell nothing(TableAccess table, String name) {
    ColumnAccess column = table.column(name);
    return new Cell.Null(column == null ? "text" : column.type());
  }

  private static Session session(Identity identity, String schema) {
    return new Session(identity.role(), identity.claims(), FilterQueries.path(schema), true, null);
  }

  private static String refusal(ChangesRequest request, String why) {
    String event = request.event() == ChangeKind.ANY ? ChangesRequest.ALL : request.event().name();
    return "Unable to subscribe to changes with given parameters. %s: [event: %s, schema: %s, table: %s, filters: %s]"
        .formatted(why, event, request.schema(), request.table(), request.filter());
  }
}
