package dev.minibaas.realtime.access;

import dev.minibaas.platform.caller.Caller;
import dev.minibaas.platform.sql.CallerSessions;
import dev.minibaas.platform.sql.Session;
import dev.minibaas.platform.sql.Session.Setting;
import dev.minibaas.platform.sql.Sql;
import dev.minibaas.platform.sql.SqlFailure;
import dev.minibaas.realtime.access.TableAccess.ColumnAccess;
import dev.minibaas.realtime.change.Change;
import dev.minibaas.realtime.change.Column;
import dev.minibaas.realtime.change.Value;
import dev.minibaas.realtime.filter.Cell;
import dev.minibaas.realtime.filter.Condition;
import dev.minibaas.realtime.filter.Row;
import dev.minibaas.realtime.filter.RowQuestion;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Asks the database about filters. What a filter says is no secret of its row's table, so it is
 * asked as the service's role; who may see the row is judged apart.
 */
final class FilterQueries {
  private static final Identity SERVICE = Identity.of(Caller.ofRole(Caller.SERVICE_ROLE));
  private final CallerSessions sessions;
  private final Catalogue catalogue;

  FilterQueries(CallerSessions sessions, Catalogue catalogue) {
    this.sessions = sessions;
    this.catalogue = catalogue;
  }

  private record Asked(FilterQuestion question, RowQuestion sql) {}

  Map<FilterQuestion, Boolean> answer(Set<FilterQuestion> questions) {
    Map<FilterQuestion, Boolean> answers = new HashMap<>();
    Map<String, List<Asked>> bySchema = new HashMap<>();
    for (FilterQuestion question : questions) {
      answers.put(question, false);
      rowQuestion(question)
          .ifPresent(sql ->
              bySchema
                  .computeIfAbsent(question.change().table().schema(), s -> new ArrayList<>())
                  .add(new Asked(question, sql)));
    }
    bySchema.forEach((schema, asked) -> ask(schema, asked, answers));
    return answers;
  }

  private Optional<RowQuestion> rowQuestion(FilterQuestion question) {
    Change change = question.change();
    if (change.after().isEmpty() && change.before().isEmpty()) {
      return Optional.empty();
    }
    Image image = change.after().isPresent() ? Image.after(change) : Image.before(change);
    Optional<RowQuestion> sql = question.filter().question(name -> cell(image, name, Map.of()));
    if (sql.isPresent()) {
      return sql;
    }
    Map<String, Cell> stored = stored(question, image);
    Row row = name -> cell(image, name, stored);
    return question.filter().question(row);
  }

  private static @Nullable Cell cell(Image image, String name, Map<String, Cell> stored) {
    for (Column column : image.columns()) {
      if (column.name().equals(name)) {
        return switch (image.value(name)) {
          case Value.Text(String text) -> new Cell.Value(column.type(), text);
          case Value.Null ignored -> new Cell.Null(column.type());
          case null, default -> stored.getOrDefault(name, new Cell.Unchanged(column.type()));
        };
      }
    }
    return null;
  }

  /** What the image leaves out, from the row as it is now; empty when there is none. */
  private Map<String, Cell> stored(FilterQuestion question, Image image) {
    TableAccess access =
        catalogue.read(SERVICE, Set.of(question.change().table())).get(question.change().table());
    List<String> names =
        question.filter().conditions().stream().map(Condition::column).distinct().toList();
    if (access == null || access.key().isEmpty()) {
      return Map.of();
    }
    var sql = new Sql().append("select ");
    for (String name : names) {
      // format goes by the type's output, as the replication does; a cast would strip a bpchar
      sql.append("(select format('%s', t.").identifier(name).append(") from ");
      from(sql, access, image, name);
      sql.append("), ");
    }
    try {
      return sessions.read(
          session(access.name().schema()),
          sql.append("current_user").build(),
          row -> {
            Map<String, Cell> cells = new HashMap<>();
            for (int i = 0; i < names.size(); i++) {
              String text = row.getString(i + 1);
              if (text != null) {
                cells.put(names.get(i), new Cell.Value(type(image, names.get(i)), text));
              }
            }
            return cells;
          });
    } catch (SqlFailure e) {
      RowQueries.refuseUnasked(e);
      return Map.of();
    }
  }

  private static void from(Sql sql, TableAccess access, Image image, String column) {
    sql.identifier(access.name().schema(), access.name().name()).append(" t where t.");
    sql.identifier(column).append(" is not null");
    for (ColumnAccess key : access.key()) {
      Value value = image.value(key.name());
      sql.append(" and t.").identifier(key.name()).append(" = ");
      sql.value(value instanceof Value.Text text ? text.text() : null, "text");
      sql.append("::" + SqlTexts.withoutParameters(key.cast()));
    }
  }

  private static String type(Image image, String name) {
    return image.columns().stream()
        .filter(column -> column.name().equals(name))
        .map(Column::type)
        .findFirst()
        .orElse("text");
  }

  private void ask(String schema, List<Asked> asked, Map<FilterQuestion, Boolean> answers) {
    try {
      var sql = new Sql().append("select ");
      for (Asked one : asked) {
        sql.append(sql(one.sql())).append(", ");
      }
      sessions.read(
          session(schema),
          sql.append("current_user").build(),
          row -> {
            for (int i = 0; i < asked.size(); i++) {
              answers.put(asked.get(i).question(), row.getBoolean(i + 1));
            }
            return asked.size();
          });
    } catch (SqlFailure e) {
      RowQueries.refuseUnasked(e);
      // an operand that the type refuses matches nothing; which one shows alone
      if (asked.size() > 1) {
        asked.forEach(one -> ask(schema, List.of(one), answers));
      }
    }
  }

  /** The question's parameters are bound one by one: its text has each as {@code ?::text}. */
  static Sql sql(RowQuestion question) {
    String[] parts = question.sql().split("\\?::text", -1);
    if (parts.length != question.parameters().size() + 1) {
      return new Sql().append("false");
    }
    var sql = new Sql().append("(" + parts[0]);
    for (int i = 1; i < parts.length; i++) {
      sql.value(question.parameters().get(i - 1), "text").append(parts[i]);
    }
    return sql.append(")");
  }

  /** The names of a table's types are those of its schema. */
  static List<Setting> path(String schema) {
    return List.of(new Setting("search_path", Sql.quoted(schema) + ", public"));
  }

  private static Session session(String schema) {
    return new Session(SERVICE.role(), SERVICE.claims(), path(schema), true, null);
  }
}
