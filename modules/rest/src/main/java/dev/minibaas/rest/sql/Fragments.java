package dev.minibaas.rest.sql;

import dev.minibaas.platform.sql.Sql;
import dev.minibaas.rest.parse.JsonStep;
import dev.minibaas.rest.parse.Operation;
import dev.minibaas.rest.parse.Operator;
import dev.minibaas.rest.parse.RowRange;
import dev.minibaas.rest.plan.Condition;
import dev.minibaas.rest.plan.FieldRef;
import dev.minibaas.rest.plan.Ordering;
import dev.minibaas.rest.schema.Name;
import java.util.List;

/** Fields, conditions, orders and limits. */
final class Fragments {
  /** Rows of a page, at most, whose statement is worth a plan of its own. */
  private static final long USUAL_LIMIT = 1000;

  private static final int MOST_DIGITS = 9;

  private Fragments() {}

  static void name(Sql sql, Name name) {
    if (name.isLocal()) {
      sql.identifier(name.name());
    } else {
      sql.identifier(name.schema(), name.name());
    }
  }

  /** A column; a star stands for all of them. */
  static void column(Sql sql, Name relation, String column) {
    if (column.equals("*")) {
      name(sql, relation);
      sql.append(".*");
    } else {
      named(sql, relation, column);
    }
  }

  /** A column whatever its name is. */
  static void named(Sql sql, Name relation, String column) {
    name(sql, relation);
    sql.append(".").identifier(column);
  }

  static void field(Sql sql, Name relation, FieldRef field) {
    if (field.viaJsonb()) {
      sql.append("to_jsonb(");
    }
    named(sql, relation, field.name());
    if (field.viaJsonb()) {
      sql.append(")");
    }
    for (JsonStep step : field.path()) {
      sql.append(step.asText() ? "->>" : "->");
      // a part of the request's shape, like a column's name; nothing else can stand here
      sql.append(step.isIndex() ? index(step.operand()) : Sql.literal(step.operand()));
    }
  }

  /** Digits; too many for an index are left for PostgreSQL to refuse as a number out of range. */
  private static String index(String digits) {
    return digits.length() > MOST_DIGITS ? "'" + digits + "'::int4" : digits;
  }

  /** Appends the conditions, joined by AND. */
  static void all(Sql sql, Name relation, List<Condition> conditions) {
    for (int i = 0; i < conditions.size(); i++) {
      sql.append(i == 0 ? "" : " AND ");
      condition(sql, relation, conditions.get(i));
    }
  }

  static void condition(Sql sql, Name relation, Condition condition) {
    switch (condition) {
      case Condition.Compare(FieldRef field, boolean negated, Operation operation) -> {
        sql.append(negated ? "NOT " : "");
        field(sql, relation, field);
        operation(sql, field, operation);
      }
      case Condition.Branch branch -> {
        sql.append(branch.negated() ? "NOT (" : "(");
        String connective = " " + branch.connective().word() + " ";
        for (int i = 0; i < branch.members().size(); i++) {
          sql.append(i == 0 ? "" : connective);
          condition(sql, relation, branch.members().get(i));
        }
        sql.append(")");
      }
      case Condition.EmbedIsNull(boolean negated, String alias) ->
          sql.identifier(alias)
              .append(negated ? " IS DISTINCT FROM NULL" : " IS NOT DISTINCT FROM NULL");
    }
  }

  private static void operation(Sql sql, FieldRef field, Operation operation) {
    switch (operation) {
      case Operation.Compare compare -> comparison(sql, field, compare);
      case Operation.In(List<String> values) -> {
        sql.append(" = ANY (");
        anyOf(sql, field, elements(values));
        sql.append(")");
      }
      case Operation.Is(Operation.Truth truth) -> sql.append(" IS ").append(truth.name());
      case Operation.IsDistinctFrom(String value) -> {
        sql.append(" IS DISTINCT FROM ");
        value(sql, field, value, false);
      }
      case Operation.FullText text -> fullText(sql, text);
    }
  }

  private static void comparison(Sql sql, FieldRef field, Operation.Compare compare) {
    Operator operator = compare.operator();
    String value = operator.isLike() ? compare.value().replace('*', '%') : compare.value();
    String type = operator.isPattern() ? "text" : field.type();
    sql.append(" ").append(operator.sql()).append(" ");
    Operation.Quantifier quantifier = compare.quantifier();
    if (quantifier == null) {
      value(sql, field, value, operator.isPattern());
    } else {
      sql.append(quantifier.name()).append("(").compared(value, type + "[]").append(")");
    }
  }

  private static void value(Sql sql, FieldRef field, String value, boolean isPattern) {
    String function = field.representation().fromText();
    if (function == null || isPattern) {
      sql.compared(value, isPattern ? "text" : field.type());
    } else {
      sql.append(function).append("(").value(value, "text").append(")");
    }
  }

  private static void anyOf(Sql sql, FieldRef field, List<String> values) {
    String function = field.representation().fromText();
    if (function == null) {
      sql.comparedWithAny(values, field.type());
    } else {
      sql.append("SELECT ").append(function).append("(unnest(");
      sql.value(Sql.arrayLiteral(values), "text[]").append("))");
    }
  }

  /** {@code in.()} has one empty element and means none. */
  private static List<String> elements(List<String> values) {
    return values.size() == 1 && values.get(0).isEmpty() ? List.of() : values;
  }

  private static void fullText(Sql sql, Operation.FullText text) {
    sql.append(" @@ ").append(text.search().function()).append("(");
    String language = text.language();
    if (language != null) {
      sql.value(configuration(language), "regconfig").append(", ");
    }
    sql.value(text.value(), "text").append(")");
  }

  /** Digits would be an object's number, and that of no configuration an internal error. */
  private static String configuration(String language) {
    return language.chars().allMatch(c -> c >= '0' && c <= '9') ? '"' + language + '"' : language;
  }

  static void order(Sql sql, Name relation, List<Ordering> orderings) {
    for (int i = 0; i < orderings.size(); i++) {
      Ordering ordering = orderings.get(i);
      sql.append(i == 0 ? " ORDER BY " : ", ");
      String embed = ordering.embedAlias();
      field(sql, embed == null ? relation : Name.local(embed), ordering.field());
      if (ordering.direction() != null) {
        sql.append(" ").append(ordering.direction().word());
      }
      if (ordering.nulls() != null) {
        sql.append(" ").append(ordering.nulls().sql());
      }
    }
  }

  /**
   * A usual limit stands in the text, as the number it is: PostgreSQL guesses a tenth of the rows
   * for a bound one, so that its generic plan never wins and each page would be planned anew.
   */
  static void range(Sql sql, RowRange range) {
    Long limit = range.limit();
    if (limit != null && limit <= USUAL_LIMIT) {
      sql.append(" LIMIT ").append(Long.toString(limit));
    } else if (limit != null) {
      sql.append(" LIMIT ").value(limit);
    }
    if (range.offset() > 0) {
      sql.append(" OFFSET ").value(range.offset());
    }
  }
}
