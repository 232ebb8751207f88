package dev.minibaas.realtime.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashMap;
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
import org.junit.jupiter.params.provider.ValueSource;

class RowIndexTest {
  /** One subscription. */
  record Wish(int id, ChangeKind kind, String schema, String table, RowFilter filter) {
    boolean isOn(ChangeKind change, String otherSchema, String otherTable) {
      return (kind == ChangeKind.ANY || kind == change)
          && (schema.equals("*") || schema.equals(otherSchema))
          && (table.equals("*") || table.equals(otherTable));
    }
  }

  @Property(tries = 1000)
  void finds_what_judging_every_subscription_finds(
      @ForAll("wishes") List<Wish> wishes,
      @ForAll("rows") List<Map<String, Cell>> rows,
      @ForAll("removed") List<Boolean> removed) {
    var index = new RowIndex<Wish>();
    List<Wish> subscribed = new ArrayList<>(wishes);
    wishes.forEach(wish -> add(index, wish));
    for (int i = 0; i < rows.size(); i++) {
      Map<String, Cell> row = rows.get(i);
      Map<Wish, Verdict> found = new HashMap<>();
      index.match(
          ChangeKind.INSERT,
          "public",
          "t",
          row::get,
          (wish, filter, verdict) -> {
            assertThat(filter).isEqualTo(wish.filter());
            assertThat(found.put(wish, verdict)).isNull();
          });
      assertThat(found).isEqualTo(expected(subscribed, row));
      if (i < removed.size() && !subscribed.isEmpty()) {
        Wish gone = subscribed.removeFirst();
        assertThat(remove(index, gone)).isTrue();
        assertThat(remove(index, gone)).isFalse();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"owner=eq.%d", "owner=in.(%d,-1)", "n=gt.%d", "n=lte.-%d,a=neq.3"})
  void others_cost_nothing(String filter) {
    assertThat(judgedBeside(10_000, filter)).isEqualTo(judgedBeside(10, filter)).isEqualTo(1);
  }

  @Test
  void equal_filters_are_judged_once() {
    var index = new RowIndex<Integer>();
    for (int i = 0; i < 1000; i++) {
      index.add(ChangeKind.ANY, "public", "t", RowFilter.parse("a=neq.1"), i);
    }
    List<Integer> found = new ArrayList<>();
    int judged =
        index.match(
            ChangeKind.UPDATE,
            "public",
            "t",
            column -> new Cell.Value("int4", "2"),
            (subscriber, filter, verdict) -> found.add(subscriber));
    assertThat(judged).isEqualTo(1);
    assertThat(found).hasSize(1000).doesNotHaveDuplicates();
  }

  @Test
  void a_column_that_changes_its_type_is_read_anew() {
    var index = new RowIndex<String>();
    index.add(ChangeKind.ANY, "public", "t", RowFilter.parse("a=eq.1"), "number");
    index.add(ChangeKind.ANY, "public", "t", RowFilter.parse("a=eq.01"), "padded");
    assertThat(found(index, new Cell.Value("int4", "1")))
        .containsExactlyInAnyOrder("number", "padded");
    assertThat(found(index, new Cell.Value("text", "1"))).containsExactly("number");
    assertThat(found(index, new Cell.Value("text", "01"))).containsExactly("padded");
    index.add(ChangeKind.ANY, "public", "t", RowFilter.parse("a=eq.1.0"), "decimal");
    assertThat(found(index, new Cell.Value("numeric", "1.00"))).hasSize(3);
    assertThat(found(index, new Cell.Value("text", "1.0"))).containsExactly("decimal");
  }

  @Test
  void columns_that_filters_use_are_bounded() {
    var index = new RowIndex<String>();
    for (int i = 0; i < 64; i++) {
      index.add(ChangeKind.ANY, "public", "t", RowFilter.parse("c" + i + "=eq.1"), "s");
    }
    assertThat(index.add(ChangeKind.ANY, "public", "t", RowFilter.parse("c1=eq.2"), "s")).isTrue();
    assertThatThrownBy(
            () -> index.add(ChangeKind.ANY, "public", "t", RowFilter.parse("d=eq.1"), "s"))
        .isInstanceOf(InvalidFilter.class);
  }

  private static List<String> found(RowIndex<String> index, Cell cell) {
    List<String> found = new ArrayList<>();
    index.match(
        ChangeKind.INSERT,
        "public",
        "t",
        column -> cell,
        (subscriber, filter, verdict) -> found.add(subscriber));
    return found;
  }

  private static int judgedBeside(int others, String filter) {
    var index = new RowIndex<Integer>();
    for (int i = 1; i <= others; i++) {
      index.add(ChangeKind.INSERT, "public", "t", RowFilter.parse(filter.formatted(i)), i);
      index.add(ChangeKind.DELETE, "public", "t", RowFilter.NONE, i);
      index.add(ChangeKind.ANY, "public", "u", RowFilter.NONE, i);
    }
    index.add(ChangeKind.ANY, "public", "t", RowFilter.parse("owner=eq.0"), 0);
    Row row = column -> new Cell.Value("int4", "0");
    List<Integer> found = new ArrayList<>();
    int judged =
        index.match(ChangeKind.INSERT, "public", "t", row, (id, f, verdict) -> found.add(id));
    assertThat(found).containsExactly(0);
    return judged;
  }

  private static Map<Wish, Verdict> expected(List<Wish> wishes, Map<String, Cell> row) {
    Map<Wish, Verdict> expected = new HashMap<>();
    for (Wish wish : wishes) {
      Verdict verdict = wish.filter().judge(row::get);
      if (wish.isOn(ChangeKind.INSERT, "public", "t") && verdict != Verdict.NO_MATCH) {
        expected.put(wish, verdict);
      }
    }
    return expected;
  }

  private static void add(RowIndex<Wish> index, Wish wish) {
    assertThat(index.add(wish.kind(), wish.schema(), wish.table(), wish.filter(), wish)).isTrue();
  }

  private static boolean remove(RowIndex<Wish> index, Wish wish) {
    return index.remove(wish.kind(), wish.schema(), wish.table(), wish.filter(), wish);
  }

  @Provide
  Arbitrary<List<Wish>> wishes() {
    Arbitrary<RowFilter> filters =
        Arbitraries.of(
                "",
                "a=eq.1",
                "a=eq.01",
                "a=eq.x",
                "a=neq.1",
                "a=gt.1",
                "a=gte.1",
                "a=lt.2",
                "a=lte.1",
                "a=not.eq.1",
                "a=in.(1,2)",
                "a=in.()",
                "a=not.in.(1)",
                "a=is.null",
                "a=in.(1,null)",
                "b=eq.x",
                "b=gt.a",
                "b=like.x%",
                "a=eq.1,b=eq.x",
                "b=neq.y,a=gt.0,a=lt.3",
                "c=eq.1")
            .map(RowFilter::parse);
    return Combinators.combine(
            Arbitraries.of(ChangeKind.class),
            Arbitraries.of("public", "*", "other"),
            Arbitraries.of("t", "*", "u"),
            filters)
        .as((kind, schema, table, filter) -> new Wish(0, kind, schema, table, filter))
        .list()
        .ofMaxSize(30)
        .map(RowIndexTest::numbered);
  }

  private static List<Wish> numbered(List<Wish> wishes) {
    List<Wish> numbered = new ArrayList<>();
    for (Wish wish : wishes) {
      numbered.add(
          new Wish(numbered.size(), wish.kind(), wish.schema(), wish.table(), wish.filter()));
    }
    return numbered;
  }

  @Provide
  Arbitrary<List<Map<String, Cell>>> rows() {
    Arbitrary<Cell> numbers =
        Arbitraries.of(
            new Cell.Value("int4", "0"),
            new Cell.Value("int4", "1"),
            new Cell.Value("int4", "2"),
            new Cell.Value("numeric", "1.0"),
            new Cell.Value("text", "01"),
            new Cell.Null("int4"),
            new Cell.Unchanged("text"),
            new Cell.Value("jsonb", "1"),
            new Cell.Value("numeric", "NaN"));
    Arbitrary<Cell> texts =
        Arbitraries.of(
            new Cell.Value("text", "x"),
            new Cell.Value("text", "y"),
            new Cell.Null("text"),
            new Cell.Unchanged("text"));
    return Combinators.combine(numbers, texts)
        .as((a, b) -> Map.of("a", a, "b", b))
        .list()
        .ofMinSize(1)
        .ofMaxSize(5);
  }

  @Provide
  Arbitrary<List<Boolean>> removed() {
    return Arbitraries.of(true).list().ofMaxSize(5);
  }
}
