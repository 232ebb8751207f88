package dev.minibaas.realtime.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RowFilterTest {
  @Property(tries = 1000)
  void a_printed_filter_reads_back_to_an_equal_one(@ForAll("filters") RowFilter filter) {
    assertThat(RowFilter.parse(filter.toString())).isEqualTo(filter);
  }

  @Property(tries = 3000)
  void any_text_of_the_grammars_own_characters_is_a_filter_that_prints_back_or_an_error(
      @ForAll("texts") String text) {
    RowFilter filter;
    try {
      filter = RowFilter.parse(text);
    } catch (InvalidFilter e) {
      assertThat(e).hasMessageMatching("(?s)(Error parsing `filter` params: |too many|a filter).*");
      return;
    }
    assertThat(RowFilter.parse(filter.toString())).isEqualTo(filter);
  }

  /** As the builder of realtime-js writes them. */
  @Test
  void reads_quotes_lists_and_negation() {
    assertThat(
            RowFilter.parse("name=eq.\"a,\\\"b\\\\\",id=not.in.(1,\"x,y\",null),d=is.NULL")
                .conditions())
        .containsExactly(
            new Condition("name", false, Operator.EQ, List.of("a,\"b\\"), false),
            new Condition("id", true, Operator.IN, List.of("1", "x,y"), true),
            new Condition("d", false, Operator.IS, List.of("null"), false));
  }

  @Test
  void dots_and_brackets_belong_to_values() {
    assertThat(RowFilter.parse("at=gt.2024-01-01 10:00:00.5,f=eq.f(a,b),x=eq.a=b").conditions())
        .extracting(Condition::value)
        .containsExactly("2024-01-01 10:00:00.5", "f(a,b)", "a=b");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "  "})
  void nothing_is_no_filter(String text) {
    assertThat(RowFilter.parse(text)).isEqualTo(RowFilter.NONE);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "undefined; [\"undefined\"]",
        "a=foo.1; [\"foo\", \"1\"]",
        "a=eq; [\"eq\"]",
        "a=eq.1,; empty segments",
        ",a=eq.1; empty segments",
        "=eq.1; no column",
        "a=in.1,2; parentheses",
        "a=in.(1; parentheses",
        "a=in.(1,,2); empty value",
        "a=in.(1)x; comma was expected",
        "a=is.5; must be null, true, false, or unknown",
        "a=eq.\"x; not closed",
        "a=eq.\"x\"y; comma was expected",
        "a=not.not.eq.1; [\"not\"",
      })
  void what_is_no_filter_is_refused_in_words(String text, String words) {
    assertThatThrownBy(() -> RowFilter.parse(text))
        .isInstanceOf(InvalidFilter.class)
        .hasMessageContaining(words);
  }

  @Test
  void lists_and_conditions_are_bounded() {
    assertThat(RowFilter.parse("a=in.(" + "1,".repeat(99) + "1)").conditions()).hasSize(1);
    assertThatThrownBy(() -> RowFilter.parse("a=in.(" + "1,".repeat(100) + "1)"))
        .isInstanceOf(InvalidFilter.class)
        .hasMessageContaining("Maximum 100");
    assertThatThrownBy(() -> RowFilter.parse("a=eq.1,".repeat(64) + "a=eq.1"))
        .isInstanceOf(InvalidFilter.class);
    assertThatThrownBy(() -> RowFilter.parse("a=eq." + "1".repeat(20_000)))
        .isInstanceOf(InvalidFilter.class);
    assertThatThrownBy(() -> RowFilter.parse("a=eq.\0")).isInstanceOf(InvalidFilter.class);
  }

  @ParameterizedTest
  @CsvSource({
    "'a=eq.1', MATCH",
    "'a=eq.01', MATCH",
    "'a=eq.2', NO_MATCH",
    "'a=eq.1,t=eq.x', MATCH",
    "'a=eq.1,t=eq.y', NO_MATCH",
    "'t=gt.a', ASK_DATABASE",
    "'a=eq.2,t=gt.a', NO_MATCH",
    "'t=gt.a,a=eq.2', NO_MATCH",
    "'n=eq.1', NO_MATCH",
    "'n=not.eq.1', NO_MATCH",
    "'n=is.null', MATCH",
    "'n=isdistinct.1', MATCH",
    "'absent=is.null', NO_MATCH",
    "'absent=not.eq.1', NO_MATCH",
    "'big=eq.1', ASK_DATABASE",
    "'j=eq.{}', ASK_DATABASE",
    "'', MATCH",
  })
  void a_row_is_judged_by_all_conditions(String filter, Verdict verdict) {
    Map<String, Cell> row =
        Map.of(
            "a", new Cell.Value("int4", "1"),
            "t", new Cell.Value("text", "x"),
            "n", new Cell.Null("int4"),
            "big", new Cell.Unchanged("text"),
            "j", new Cell.Value("jsonb", "{}"));
    assertThat(RowFilter.parse(filter).judge(row::get)).isEqualTo(verdict);
  }

  @Test
  void the_question_to_the_database_has_values_as_parameters_only() {
    Row row = column -> new Cell.Value("ty\"pe", "v'1");
    assertThat(RowFilter.parse("a=not.in.(x,null),b=eq.y").question(row))
        .contains(
            new RowQuestion(
                "(not (?::text::\"ty\"\"pe\" in (?::text::\"ty\"\"pe\", null)))"
                    + " and (?::text::\"ty\"\"pe\" = ?::text::\"ty\"\"pe\")",
                List.of("v'1", "x", "v'1", "y")));
    assertThat(RowFilter.parse("a=eq.1").question(column -> new Cell.Unchanged("text"))).isEmpty();
  }

  @Provide
  Arbitrary<RowFilter> filters() {
    Arbitrary<String> columns = Arbitraries.of("a", "b c", "é", "x.y");
    Arbitrary<Operator> operators = Arbitraries.of(Operator.class);
    Arbitrary<List<String>> values = values().list().ofMinSize(1).ofMaxSize(4);
    Arbitrary<Condition> conditions =
        Combinators.combine(
                columns,
                Arbitraries.of(true, false),
                operators,
                values,
                Arbitraries.of(true, false))
            .as(RowFilterTest::condition);
    return conditions.list().ofMaxSize(4).map(RowFilter::new);
  }

  private static Condition condition(
      String column, boolean negated, Operator operator, List<String> values, boolean orNull) {
    return switch (operator) {
      case IN -> new Condition(column, negated, operator, values, orNull);
      case IS -> new Condition(column, negated, operator, List.of(orNull ? "null" : "true"), false);
      default -> new Condition(column, negated, operator, List.of(values.getFirst()), false);
    };
  }

  private static Arbitrary<String> values() {
    return Arbitraries.oneOf(
        Arbitraries.of("", "null", "NULL", "not.eq.1", "a,b", "(1)", "1"),
        Arbitraries.strings().withChars("ab,()\"\\=. é%").ofMaxLength(8));
  }

  @Provide
  Arbitrary<String> texts() {
    return Arbitraries.oneOf(
        Arbitraries.of(
                "a", "=", "eq.", "in.", "is.", "not.", "(", ")", ",", "\"", "\\", " ", "null", "1")
            .list()
            .ofMaxSize(14)
            .map(parts -> String.join("", parts)),
        Arbitraries.of("a", "=", "eq.", "in.(", "1", ")", ",", "\"", "null")
            .list()
            .ofMaxSize(10)
            .map(parts -> "a=eq.1,b=" + String.join("", parts)));
  }
}
