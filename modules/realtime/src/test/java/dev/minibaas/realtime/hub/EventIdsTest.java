package dev.minibaas.realtime.hub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.minibaas.realtime.change.Change;
import dev.minibaas.realtime.change.ChangeKind;
import dev.minibaas.realtime.change.Position;
import dev.minibaas.realtime.change.TableName;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class EventIdsTest {
  private static final Instant NOON = Instant.parse("2026-11-25T12:00:00.123456Z");

  @Test
  void aChangeHasTheSameIdInEveryEra() {
    Change first = change(Position.ofChange(0x1_6b37_48c8L, 3), NOON);
    Change again = change(Position.ofChange(0x1_6b37_48c8L, 3).inEra(77), NOON);
    assertThat(EventIds.ofChange(again)).isEqualTo(EventIds.ofChange(first));
    assertThat(EventIds.ofChange(first)).hasToString("01a21293-b67b-774b-ad66-e91900000003");
  }

  @Test
  void changesOfOneMicrosecondHaveDifferentIds() {
    Set<UUID> ids = new HashSet<>();
    for (long commit = 0x16b3748c8L; commit < 0x16b3748c8L + 8 * 100; commit += 8) {
      for (int index = 1; index <= 100; index++) {
        ids.add(EventIds.ofChange(change(Position.ofChange(commit, index), NOON)));
      }
    }
    ids.add(EventIds.ofChange(change(Position.ofChange(0x16b3748c8L, Integer.MAX_VALUE), NOON)));
    assertThat(ids).hasSize(10_001);
  }

  @Test
  void idsSortByTimeToTheMicrosecond() {
    String earlier = EventIds.ofChange(change(Position.ofChange(800, 2), NOON)).toString();
    String later =
        EventIds.ofChange(change(Position.ofChange(8, 1), NOON.plusNanos(1_000))).toString();
    assertThat(earlier).isLessThan(later);
    String fresh = EventIds.fresh(NOON.plusNanos(2_000)).toString();
    assertThat(later).isLessThan(fresh);
  }

  @Test
  void theyAreOfVersion7AndTellTheMillisecond() {
    for (UUID id :
        List.of(
            EventIds.fresh(NOON),
            EventIds.ofChange(change(Position.ofChange(-8, Integer.MAX_VALUE), NOON)))) {
      assertThat(id.version()).isEqualTo(7);
      assertThat(id.variant()).isEqualTo(2);
      assertThat(id.getMostSignificantBits() >>> 16).isEqualTo(NOON.toEpochMilli());
    }
  }

  @Test
  void freshOnesDifferWithinOneInstant() {
    Set<UUID> ids = new HashSet<>();
    for (int i = 0; i < 10_000; i++) {
      ids.add(EventIds.fresh(NOON));
    }
    assertThat(ids).hasSize(10_000);
  }

  private static Change change(Position position, Instant committed) {
    return new Change(
        position,
        new TableName("public", "notes"),
        ChangeKind.TRUNCATE,
        List.of(),
        null,
        null,
        committed);
  }
}
