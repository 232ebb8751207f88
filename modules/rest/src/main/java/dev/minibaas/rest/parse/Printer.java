package dev.minibaas.rest.parse;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes trees back as the grammar has them, names always quoted: parsing what it wrote gives an
 * equal tree.
 */
final class Printer {
  private Printer() {}

  static String select(List<SelectItem> items) {
    return String.join(",", items.stream().map(Printer::item).toList());
  }

  private static String item(SelectItem item) {
    return switch (item) {
      case SelectItem.Column column -> alias(column.alias()) + column(column);
      case SelectItem.Embed embed ->
          (embed.isSpread() ? "..." : "")
              + alias(embed.alias())
              + quoted(embed.relation())
              + (embed.hint() == null ? "" : "!" + quoted(embed.hint()))
              + (embed.join() == null ? "" : "!" + embed.join().word())
              + "("
              + select(embed.items())
              + ")";
    };
  }

  private static String column(SelectItem.Column column) {
    boolean isRow = column.field().isStar();
    if (isRow && column.aggregate() != null) {
      return "count()" + cast(column.aggregateCast());
    }
    String aggregate = column.aggregate() == null ? "" : "." + column.aggregate().word() + "()";
    return (isRow ? "*" : field(column.field()))
        + cast(column.cast())
        + aggregate
        + cast(column.aggregateCast());
  }

  private static String alias(@Nullable String alias) {
    return alias == null ? "" : quoted(alias) + ":";
  }

  private static String cast(@Nullable String type) {
    return type == null ? "" : "::" + type;
  }

  static String field(Field field) {
    StringBuilder out = new StringBuilder(quoted(field.name()));
    for (JsonStep step : field.path()) {
      out.append(step.asText() ? "->>" : "->");
      out.append(step.isIndex() ? step.operand() : quoted(step.operand()));
    }
    return out.toString();
  }

  static String order(List<OrderTerm> terms) {
    return String.join(",", terms.stream().map(Printer::term).toList());
  }

  private static String term(OrderTerm term) {
    String field = field(term.field());
    return (term.relation() == null ? field : quoted(term.relation()) + "(" + field + ")")
        + (term.direction() == null ? "" : "." + term.direction().word())
        + (term.nulls() == null ? "" : "." + term.nulls().word());
  }

  static String tree(LogicTree tree) {
    return switch (tree) {
      case LogicTree.Leaf(Filter filter) -> field(filter.field()) + "." + operation(filter, true);
      case LogicTree.Branch(boolean negated, var connective, List<LogicTree> members) ->
          (negated ? "not." : "")
              + connective.word()
              + "("
              + String.join(",", members.stream().map(Printer::tree).toList())
              + ")";
    };
  }

  /**
   * @param inTree whether values must be quoted
   */
  static String operation(Filter filter, boolean inTree) {
    return (filter.negated() ? "not." : "") + operation(filter.operation(), inTree);
  }

  private static String operation(Operation operation, boolean inTree) {
    return switch (operation) {
      case Operation.Compare(var operator, var quantifier, String value) ->
          operator.word()
              + (quantifier == null ? "" : "(" + quantifier.word() + ")")
              + "."
              + value(value, inTree);
      case Operation.In(List<String> values) ->
          "in.(" + String.join(",", values.stream().map(Printer::quoted).toList()) + ")";
      case Operation.Is(var truth) -> "is." + truth.word();
      case Operation.IsDistinctFrom(String value) -> "isdistinct." + value(value, inTree);
      case Operation.FullText(var search, var language, String value) ->
          search.word()
              + (language == null ? "" : "(" + language + ")")
              + "."
              + value(value, inTree);
    };
  }

  private static String value(String value, boolean inTree) {
    return inTree ? quoted(value) : value;
  }

  private static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}
