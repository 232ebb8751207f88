package dev.minibaas.rest.parse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.minibaas.rest.error.RestError;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The grammar of the query string, text by text. */
class GrammarTest {

  @ParameterizedTest(name = "select={0} is read and printed as {1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "*|*",
        "id,name|\"id\",\"name\"",
        " id , full name |\"id\",\"full name\"",
        "alias:name|\"alias\":\"name\"",
        "name::text|\"name\"::text",
        "data->a->>b|\"data\"->\"a\"->>\"b\"",
        "data->0->>-1|\"data\"->0->>-1",
        "data->0xy1|\"data\"->\"0xy1\"",
        "a:data->>b::int|\"a\":\"data\"->>\"b\"::int",
        "count()|count()",
        "total:count()::text|\"total\":count()::text",
        "amount.sum()|\"amount\".sum()",
        "amount::int.avg()::text|\"amount\"::int.avg()::text",
        "clients(*)|\"clients\"(*)",
        "c:clients!client_id!inner(id,name)|\"c\":\"clients\"!\"client_id\"!inner(\"id\",\"name\")",
        "clients!left(id)|\"clients\"!left(\"id\")",
        "...clients(id)|...\"clients\"(\"id\")",
        "clients()|\"clients\"()",
        "a(b(c(d)))|\"a\"(\"b\"(\"c\"(\"d\")))",
        "some-dashed-name|\"some-dashed-name\"",
        "\"quoted, (name)\"|\"quoted, (name)\"",
        "سارة|\"سارة\"",
        "data->!@#$^&*_d|\"data\"->\"!@#$^&*_d\"",
        "data->a-b|\"data\"->\"a-b\"",
        "name,clients(id)'|\"name\",\"clients\"(\"id\")",
        "a b)c|\"a b\"",
      })
  void reads_select(String text, String printed) {
    assertThat(Printer.select(SelectParser.parse(text.equals("*") ? "*" : text)))
        .isEqualTo(printed);
  }

  @ParameterizedTest(name = "{0} is refused")
  @ValueSource(
      strings = {
        ",",
        "a,",
        "a b!",
        "*a",
        "count()a",
        "a->-b",
        "a->b--c",
        "(",
        "a(",
        "a(b",
        "a->",
        "a->>",
        "a::",
        "a.foo()",
        "a!b!c!d(e)",
        "\"a",
        "...a:b(c)",
        "a:",
        ":a",
        "id,,name"
      })
  void refuses_other_texts(String text) {
    assertThatThrownBy(() -> SelectParser.parse(text)).isInstanceOf(SyntaxError.class);
  }

  @ParameterizedTest(name = "a={0} is read and printed as {1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "eq.1|eq.1",
        "not.eq.1|not.eq.1",
        "eq.a.b,c)|eq.a.b,c)",
        "eq.|eq.",
        "gte(any).{1,2}|gte(any).{1,2}",
        "like(all).{a*,*b}|like(all).{a*,*b}",
        "in.(1,2,3)|in.(\"1\",\"2\",\"3\")",
        "in.(\"a,b\",\"c\\\"d\",e f)|in.(\"a,b\",\"c\\\"d\",\"e f\")",
        "in.()|in.(\"\")",
        "is.NULL|is.null",
        "not.is.true|not.is.true",
        "isdistinct.x|isdistinct.x",
        "fts.a&b|fts.a&b",
        "plfts(german).der Spass|plfts(german).der Spass",
        "cs.{a,b}|cs.{a,b}",
      })
  void reads_filters(String text, String printed) {
    Filter filter = FilterParser.filter(Field.of("a"), text);
    assertThat(Printer.operation(filter, false)).isEqualTo(printed);
  }

  @ParameterizedTest(name = "a={0} is no filter")
  @ValueSource(strings = {"", "1", "eq", "foo.1", "in.1", "in.(1", "is.maybe", "neq(any).{1}"})
  void refuses_what_is_no_filter(String text) {
    assertThatThrownBy(() -> FilterParser.filter(Field.of("a"), text))
        .isInstanceOf(SyntaxError.class);
  }

  @ParameterizedTest(name = "{0} is read and printed as {1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "and(a.eq.1,b.gt.2)|and(\"a\".eq.\"1\",\"b\".gt.\"2\")",
        "or( a.eq.1 , not.and(b.is.null,c.not.in.(1,2)) )"
            + "|or(\"a\".eq.\"1 \",not.and(\"b\".is.null,\"c\".not.in.(\"1\",\"2\")))",
        "not.or(a.cs.{1,2})|not.or(\"a\".cs.\"{1,2}\")",
        "and(or.eq.1)|and(\"or\".eq.\"1\")",
        "and(a.eq.\"x,y)\")|and(\"a\".eq.\"x,y)\")",
        "and(a->>b.eq.1)|and(\"a\"->>\"b\".eq.\"1\")",
        "and(a.eq.1))b|and(\"a\".eq.\"1\")",
      })
  void reads_logic_trees(String text, String printed) {
    assertThat(Printer.tree(FilterParser.tree(text))).isEqualTo(printed);
  }

  @ParameterizedTest(name = "order={0} is read and printed as {1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "id|\"id\"",
        "id.desc|\"id\".desc",
        "id.nullslast|\"id\".nullslast",
        "id.asc.nullsfirst,name|\"id\".asc.nullsfirst,\"name\"",
        "data->>a.desc|\"data\"->>\"a\".desc",
        "clients(name).desc|\"clients\"(\"name\").desc",
      })
  void reads_orders(String text, String printed) {
    assertThat(Printer.order(OrderParser.parse(text))).isEqualTo(printed);
  }

  @ParameterizedTest(name = "{0}: {1} at {2}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "id=0|filter (0)|1|unexpected \"0\" expecting \"not\" or operator (eq, gt, ...)",
        "id=nope.1|filter (nope.1)|1|unexpected \"p\" expecting \"not\" or operator (eq, gt, ...)",
        "id=eq|filter (eq)|3|unexpected end of input expecting \"(\" or delimiter (.)",
        "id=neq|filter (neq)|4|unexpected end of input expecting delimiter (.)",
        "id=is.nil|filter (is.nil)|4"
            + "|unexpected \"n\" expecting null or trilean value (unknown, true, false)",
        "order=id.ac|order (id.ac)|4"
            + "|unexpected \"c\" expecting \"asc\", \"desc\", \"nullsfirst\" or \"nullslast\"",
        "order=id.descc|order (id.descc)|8"
            + "|unexpected 'c' expecting delimiter (.), \",\" or end of input",
        "order=id.asc.nlsfst|order (id.asc.nlsfst)|8"
            + "|unexpected \"l\" expecting \"nullsfirst\" or \"nullslast\"",
        "order=|order ()|1|unexpected end of input expecting field name (* or [a..z0..9_$])",
        "columns=|columns parameter ()|1"
            + "|unexpected end of input expecting field name (* or [a..z0..9_$])",
        "on_conflict=|on_conflict parameter ()|1"
            + "|unexpected end of input expecting field name (* or [a..z0..9_$])",
        "select=a->>--1|select parameter (a->>--1)|6|unexpected \"-\" expecting digit",
        "select=a->(b|select parameter (a->(b)|4|unexpected \"(\" expecting \"-\", digit or any non"
            + " reserved character different from: .,>()",
        "or=()|logic tree (())|4|unexpected \")\" expecting field name (* or [a..z0..9_$]), negation"
            + " operator (not) or logic operator (and, or)",
        "or=)(|logic tree ()()|3|unexpected \")\" expecting \"(\"",
        "or=(id.in.1,2)|logic tree ((id.in.1,2))|10|unexpected \"1\" expecting \"(\"",
      })
  void a_parse_error_says_what_and_where(String query, String what, int column, String details) {
    assertThatThrownBy(() -> QueryParser.parse(query, false))
        .isInstanceOfSatisfying(
            RestError.class,
            error -> {
              assertThat(error.code()).isEqualTo("PGRST100");
              assertThat(error.message())
                  .isEqualTo("\"failed to parse " + what + "\" (line 1, column " + column + ")");
              assertThat(error.details()).isEqualTo(details);
            });
  }

  @Test
  void parameters_of_a_call_that_are_no_filters_are_its_arguments() {
    QueryParameters query = QueryParser.parse("a=1&b=eq.2&c=x+y%21", true);

    assertThat(query.arguments())
        .containsExactly(
            new QueryParameters.Argument("a", "1"), new QueryParameters.Argument("c", "x y!"));
    assertThat(query.filters()).hasSize(1);
  }

  @Test
  void an_argument_of_a_call_may_have_any_name_without_a_dot() {
    QueryParameters query = QueryParser.parse("my!arg=1&in=in&b=eq.2", true);

    assertThat(query.arguments())
        .containsExactly(
            new QueryParameters.Argument("my!arg", "1"), new QueryParameters.Argument("in", "in"));
    assertThatThrownBy(() -> QueryParser.parse("a.b=1", true)).isInstanceOf(RestError.class);
  }

  @Test
  void paths_lead_filters_orders_and_limits_to_embeds() {
    QueryParameters query =
        QueryParser.parse("a.b.c=eq.1&a.order=x&a.limit=2&a.offset=1&a.not.or=(x.eq.1)", false);

    assertThat(query.filters().get(0).path()).containsExactly("a", "b");
    assertThat(query.orders().get(0).path()).containsExactly("a");
    assertThat(query.ranges()).containsEntry(List.of("a"), new RowRange(1, 2L));
    assertThat(query.logic().get(0).value())
        .isInstanceOfSatisfying(
            LogicTree.Branch.class, branch -> assertThat(branch.negated()).isTrue());
  }

  @Test
  void the_canonical_query_is_sorted_and_encoded_anew() {
    assertThat(QueryParser.parse("order=id&id=in.(1,2)&a=eq.%C3%A9+x", false).canonical())
        .isEqualTo("a=eq.%C3%A9%20x&id=in.%281%2C2%29&order=id");
  }

  @Test
  void invalid_utf8_is_refused() {
    assertThatThrownBy(() -> QueryParser.parse("a=eq.%ff", false))
        .isInstanceOfSatisfying(
            RestError.class, error -> assertThat(error.code()).isEqualTo("PGRST100"));
  }

  @Test
  void absurd_nesting_is_refused_rather_than_overflowing() {
    String deep = "a(".repeat(100_000);
    assertThatThrownBy(() -> SelectParser.parse(deep)).isInstanceOf(SyntaxError.class);
    assertThatThrownBy(() -> FilterParser.tree("and(".repeat(100_000)))
        .isInstanceOf(SyntaxError.class);
  }
}
