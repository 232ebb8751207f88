package dev.minibaas.realtime.change;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PositionTest {
  @Test
  void positionsAreInTheOrderOfCommitsOfChangesAndOfWhatWasPublishedBetween() {
    List<Position> ordered =
        List.of(
            Position.START,
            new Position(16, 0, 7, 0),
            new Position(16, 0, 7, 1),
            new Position(16, 1, 7, 0),
            new Position(16, 1, 7, 1),
            new Position(16, 1, 7, 2),
            new Position(16, 1, 9, 1),
            new Position(16, 2, 7, 0),
            new Position(17, 0, 7, 0),
            new Position(Long.MAX_VALUE, 1, 7, 0),
            new Position(-1, 1, 7, 0)); // the highest, being unsigned
    List<Position> shuffled = new ArrayList<>(ordered);
    Collections.shuffle(shuffled, new Random(1));
    Collections.sort(shuffled);
    assertThat(shuffled).isEqualTo(ordered);
  }

  @Test
  void aChangeIsAtTheSamePlaceWhateverLogGivesItOut() {
    var position = Position.ofChange(99, 3);
    assertThat(position.inEra(4)).isEqualTo(position.inEra(5)).hasSameHashCodeAs(position);
    assertThat(position.inEra(4)).isEqualByComparingTo(position);
    assertThat(new Position(99, 3, 4, 1)).isNotEqualTo(new Position(99, 3, 5, 1));
  }

  @Test
  void whatIsWrittenIsReadBack() {
    var random = new Random(2);
    for (int i = 0; i < 1000; i++) {
      var position =
          new Position(
              random.nextLong(),
              random.nextInt(Integer.MAX_VALUE),
              random.nextLong(Long.MAX_VALUE),
              random.nextLong(Long.MAX_VALUE));
      Position read = Position.parse(position.toString());
      assertThat(read).isEqualTo(position);
      assertThat(read.era()).isEqualTo(position.era());
      assertThat(position.toString()).matches("[A-Za-z0-9_-]+");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0", "0/16B3748", "%%%", "AQ", "{}", "null", "ä", "AQ=="})
  void anotherTextIsNoPosition(String text) {
    assertThatThrownBy(() -> Position.parse(text))
        .isInstanceOf(InvalidPosition.class)
        .hasMessageContaining(text);
  }

  @Test
  void aPositionThatWasTamperedWithIsNone() {
    String good = new Position(5, 1, 3, 2).toString();
    assertThat(good).hasSize(39);
    byte[] bytes = Base64.getUrlDecoder().decode(good);
    byte[] negative = bytes.clone();
    negative[9] = (byte) 0x80; // the index
    byte[] newer = bytes.clone();
    newer[0] = 2;
    for (byte[] each : List.of(negative, newer)) {
      String text = Base64.getUrlEncoder().withoutPadding().encodeToString(each);
      assertThatThrownBy(() -> Position.parse(text)).isInstanceOf(InvalidPosition.class);
    }
    assertThatThrownBy(() -> Position.parse(good + "A")).isInstanceOf(InvalidPosition.class);
    assertThatThrownBy(() -> Position.parse(good.substring(1))).isInstanceOf(InvalidPosition.class);
    assertThatThrownBy(() -> Position.parse(good + "=")).isInstanceOf(InvalidPosition.class);
    assertThatThrownBy(() -> Position.parse("x".repeat(10_000)))
        .isInstanceOf(InvalidPosition.class)
        .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(200));
  }
}
