package dev.minibaas.engines;

import dev.minibaas.engines.command.Filter;
import dev.minibaas.engines.command.Filter.And;
import dev.minibaas.engines.command.Filter.Compare;
import dev.minibaas.engines.command.Filter.In;
import dev.minibaas.engines.command.Filter.IsNull;
import dev.minibaas.engines.command.Filter.Matches;
import dev.minibaas.engines.command.Filter.Not;
import dev.minibaas.engines.command.Filter.Or;
import dev.minibaas.engines.command.Sort;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A statement in the making: names come from the catalogue, values are bound, all of them. */
final class SqlText {
  /**
   * A value to bind.
   *
   * @param type of the column that it belongs to, as the catalogue names it
   */
  record Parameter(String type, @Nullable Object value) {}

  private final SqlDialect dialect;
  private final Table table;
  private final StringBuilder sql = new StringBuilder();
  private final List<Parameter> parameters = new ArrayList<>();

  SqlText(SqlDialect dialect, Table table) {
    this.dialect = dialect;
    this.table = table;
  }

  /** Text of ours; never a caller's. */
  SqlText add(String text) {
    sql.append(text);
    return this;
  }

  SqlText table() {
    return add(dialect.qualified(table.name()));
  }

  SqlText column(String name) {
    table.type(name);
    return add(dialect.quoted(name));
  }

  SqlText columns(Collection<String> names) {
    names.forEach(table::type);
    return add(names.stream().map(dialect::quoted).collect(Collectors.joining(", ")));
  }

  /** A value that is compared with, or stored into, a column. */
  SqlText value(String column, @Nullable Object value) {
    String type = table.type(column);
    if (value == null) {
      return add("null");
    }
    add(dialect.placeholder(type));
    parameters.add(new Parameter(type, value));
    return this;
  }

  /** A value that is text to the engine. */
  SqlText text(String value) {
    add(dialect.placeholder(dialect.textType()));
    parameters.add(new Parameter(dialect.textType(), value));
    return this;
  }

  /** Closes the statement's where: the caller's rows, and of those the filter's. */
  SqlText where(Scope scope, Filter filter) {
    scope.requireNoKeys();
    if (scope.owner().isEmpty() && filter.isAll()) {
      return this;
    }
    add(" where ");
    scope
        .owner()
        .ifPresent(owner -> {
          table.type(owner.column());
          dialect.ownedBy(this, owner.column(), owner.subject());
          add(filter.isAll() ? "" : " and ");
        });
    return filter.isAll() ? this : condition(filter);
  }

  SqlText orderBy(List<Sort> sort) {
    String separator = " order by ";
    for (Sort each : sort) {
      add(separator).column(each.column()).add(each.isDescending() ? " desc" : " asc");
      separator = ", ";
    }
    return this;
  }

  private SqlText condition(Filter filter) {
    return switch (filter) {
      case And and -> all(and.parts(), " and ", "true");
      case Or or -> all(or.parts(), " or ", "false");
      // what isn't known is not met, so its opposite is
      case Not not -> add("not coalesce(").condition(not.part()).add(", false)");
      case Compare compare -> compare(compare);
      case In in -> in(in);
      case IsNull isNull -> column(isNull.column()).add(" is null");
      case Matches matches -> {
        table.type(matches.column());
        dialect.like(this, matches.column(), matches.like());
        yield this;
      }
    };
  }

  private SqlText all(List<Filter> parts, String separator, String none) {
    if (parts.isEmpty()) {
      return add(none);
    }
    add("(");
    for (int i = 0; i < parts.size(); i++) {
      add(i == 0 ? "" : separator).condition(parts.get(i));
    }
    return add(")");
  }

  private SqlText compare(Compare compare) {
    String operator =
        switch (compare.comparison()) {
          case EQUAL -> " = ";
          case GREATER -> " > ";
          case GREATER_OR_EQUAL -> " >= ";
          case LESS -> " < ";
          case LESS_OR_EQUAL -> " <= ";
        };
    return column(compare.column()).add(operator).value(compare.column(), compare.value());
  }

  private SqlText in(In in) {
    if (in.values().isEmpty()) {
      return add("false");
    }
    column(in.column()).add(" in (");
    for (int i = 0; i < in.values().size(); i++) {
      add(i == 0 ? "" : ", ").value(in.column(), in.values().get(i));
    }
    return add(")");
  }

  String sql() {
    return sql.toString();
  }

  List<Parameter> parameters() {
    return parameters;
  }
}
