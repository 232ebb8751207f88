package dev.minibaas.rest.parse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.minibaas.rest.error.RestError;
import dev.minibaas.rest.parse.SelectItem.Column;
import dev.minibaas.rest.parse.SelectItem.Embed;
import dev.minibaas.rest.parse.SelectItem.JoinType;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What the parser reads it can print, and whatever it is given it answers properly. */
class GrammarPropertiesTest {

  @Property(tries = 500)
  void a_printed_select_reads_back_to_an_equal_tree(@ForAll("selects") List<SelectItem> items) {
    assertThat(SelectParser.parse(Printer.select(items))).isEqualTo(items);
  }

  @Property(tries = 500)
  void a_printed_logic_tree_reads_back_to_an_equal_tree(@ForAll("trees") LogicTree tree) {
    assertThat(FilterParser.tree(Printer.tree(tree))).isEqualTo(tree);
  }

  @Property(tries = 2000)
  void any_query_string_is_a_tree_or_a_parse_error(@ForAll String raw) {
    check(raw);
  }

  @Property(tries = 2000)
  void any_text_of_the_grammars_own_characters_is_a_tree_or_a_parse_error(
      @ForAll("grammarTexts") String text) {
    check("select=" + text);
    check("or=" + text);
    check("order=" + text);
    check("a=" + text);
    check(text + "=eq.1");
  }

  private static void check(String raw) {
    try {
      assertThat(QueryParser.parse(raw, false)).isNotNull();
    } catch (RestError e) {
      assertThat(e.code()).isEqualTo("PGRST100");
    }
  }

  @Provide
  Arbitrary<String> grammarTexts() {
    return Arbitraries.strings().withChars("ab(),.:!->*\"\\{} 01%").ofMaxLength(30);
  }

  private static Arbitrary<String> names() {
    return Arbitraries.strings()
        .withChars("abcXYZ019_$ -\"\\(),.:!é漢")
        .ofMinLength(1)
        .ofMaxLength(8)
        .filter(name -> !name.equals("count"));
  }

  private static Arbitrary<Field> fields() {
    Arbitrary<JsonStep> keys =
        Combinators.combine(Arbitraries.of(true, false), names())
            .as((asText, key) -> new JsonStep(asText, false, key));
    Arbitrary<JsonStep> indexes =
        Combinators.combine(Arbitraries.of(true, false), Arbitraries.integers().between(-9, 99))
            .as((asText, index) -> new JsonStep(asText, true, index.toString()));
    return Combinators.combine(names(), Arbitraries.oneOf(keys, indexes).list().ofMaxSize(3))
        .as(Field::new);
  }

  @Provide
  Arbitrary<List<SelectItem>> selects() {
    return items(2);
  }

  private static Arbitrary<List<SelectItem>> items(int depth) {
    Arbitrary<SelectItem> columns =
        Combinators.combine(
                fields(),
                names().injectNull(0.5),
                Arbitraries.of("text", "int").injectNull(0.5),
                Arbitraries.of(Aggregate.class).injectNull(0.5))
            .as((field, alias, cast, aggregate) -> new Column(field, alias, cast, aggregate, null));
    Arbitrary<SelectItem> item =
        depth == 0 ? columns : Arbitraries.oneOf(columns, embeds(depth - 1));
    return item.list().ofMinSize(1).ofMaxSize(3);
  }

  private static Arbitrary<SelectItem> embeds(int depth) {
    Arbitrary<String> hints =
        names().filter(h -> !h.equals("inner") && !h.equals("left")).injectNull(0.5);
    return Combinators.combine(
            names(),
            names().injectNull(0.5),
            hints,
            Arbitraries.of(JoinType.class).injectNull(0.5),
            Arbitraries.of(true, false),
            Arbitraries.lazy(() -> items(depth)))
        .as((name, alias, hint, join, spread, items) ->
            new Embed(name, spread ? null : alias, hint, join, spread, items));
  }

  @Provide
  Arbitrary<LogicTree> trees() {
    return branches(2);
  }

  private static Arbitrary<LogicTree> branches(int depth) {
    Arbitrary<LogicTree> leaves =
        Combinators.combine(fields(), Arbitraries.of(true, false), operations())
            .as((field, negated, op) -> new LogicTree.Leaf(new Filter(field, negated, op)));
    Arbitrary<LogicTree> members =
        depth == 0
            ? leaves
            : Arbitraries.oneOf(leaves, Arbitraries.lazy(() -> branches(depth - 1)));
    return Combinators.combine(
            Arbitraries.of(true, false),
            Arbitraries.of(LogicTree.Connective.class),
            members.list().ofMinSize(1).ofMaxSize(3))
        .as(LogicTree.Branch::new);
  }

  private static Arbitrary<Operation> operations() {
    Arbitrary<String> values = Arbitraries.strings().withChars("ab\"\\(),.{} *%é").ofMaxLength(8);
    Arbitrary<Operation> compared =
        Combinators.combine(Arbitraries.of(Operator.class), values)
            .as((operator, value) -> new Operation.Compare(operator, null, value));
    Arbitrary<Operation> listed = values.list().ofMinSize(1).ofMaxSize(3).map(Operation.In::new);
    Arbitrary<Operation> tested = Arbitraries.of(Operation.Truth.class).map(Operation.Is::new);
    Arbitrary<Operation> searched =
        Combinators.combine(
                Arbitraries.of(Operation.TextSearch.class),
                Arbitraries.of("english", "german").injectNull(0.5),
                values)
            .as(Operation.FullText::new);
    Arbitrary<Operation> distinct = values.map(Operation.IsDistinctFrom::new);
    return Arbitraries.oneOf(compared, listed, tested, searched, distinct);
  }
}
