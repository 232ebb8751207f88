package dev.minibaas.realtime.change;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ChangeTest {
  private static final Row ROW = new Row(List.of(Value.of("1")), false);
  private static final Row WIDE = new Row(List.of(Value.of("1"), Value.NULL), false);

  @Test
  void aChangeHasTheImagesOfItsKind() {
    assertThat(change(ChangeKind.INSERT, ROW, null).after()).contains(ROW);
    assertThat(change(ChangeKind.INSERT, ROW, null).before()).isEmpty();
    assertThat(change(ChangeKind.UPDATE, ROW, null).before()).isEmpty();
    assertThat(change(ChangeKind.UPDATE, ROW, ROW).before()).contains(ROW);
    assertThat(change(ChangeKind.DELETE, null, ROW).after()).isEmpty();
    assertThat(change(ChangeKind.TRUNCATE, null, null).before()).isEmpty();
  }

  @Test
  void noneIsMadeWithOthers() {
    refused(ChangeKind.INSERT, null, null);
    refused(ChangeKind.INSERT, ROW, ROW);
    refused(ChangeKind.UPDATE, null, ROW);
    refused(ChangeKind.DELETE, null, null);
    refused(ChangeKind.DELETE, ROW, ROW);
    refused(ChangeKind.TRUNCATE, ROW, null);
  }

  @Test
  void aRowHasAsManyValuesAsThereAreColumns() {
    refused(ChangeKind.INSERT, WIDE, null);
    refused(ChangeKind.DELETE, null, WIDE);
  }

  @Test
  void itsSizeGrowsWithItsTexts() {
    var large = new Row(List.of(Value.of("x".repeat(1000))), false);
    int small = change(ChangeKind.UPDATE, ROW, null).size();
    assertThat(change(ChangeKind.UPDATE, large, null).size()).isGreaterThan(small + 1000);
    assertThat(change(ChangeKind.UPDATE, large, large).size()).isGreaterThan(small + 2000);
  }

  private static void refused(ChangeKind kind, @Nullable Row newRow, @Nullable Row oldRow) {
    assertThatThrownBy(() -> change(kind, newRow, oldRow))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static Change change(ChangeKind kind, @Nullable Row newRow, @Nullable Row oldRow) {
    return new Change(
        Position.ofChange(1, 1),
        new TableName("public", "notes"),
        kind,
        List.of(new Column("id", "int4", true)),
        newRow,
        oldRow,
        Instant.EPOCH);
  }
}
