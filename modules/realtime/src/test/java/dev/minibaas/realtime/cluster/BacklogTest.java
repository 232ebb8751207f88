package dev.minibaas.realtime.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.minibaas.realtime.postgres.TellAgain;
import org.junit.jupiter.api.Test;

class BacklogTest {
  private final Backlog backlog = new Backlog();
  private final Told change = new Told.Changed(10, 0, "a", new byte[3]);
  private final Told reached = new Told.Reached(20);

  @Test
  void aSourceThatBeginsAgainGoesOnFromAPlaceThatTheLogIsTold() throws Exception {
    Told again = new Told.Begun(20, 30);
    backlog.add(change);
    backlog.add(reached);
    backlog.add(again);
    assertThat(backlog.take()).containsExactly(change, reached);
    assertThat(backlog.take()).containsExactly(again);
  }

  @Test
  void whenTheLogIsLostASourceThatBeginsIsNotRefused() throws Exception {
    Told again = new Told.Begun(20, 30);
    backlog.add(change);
    backlog.lose();
    assertThatThrownBy(() -> backlog.add(change)).isInstanceOf(TellAgain.class);
    backlog.add(change);
    backlog.add(again);
    backlog.add(change);
    backlog.lose();
    assertThat(backlog.take()).containsExactly(again);
    backlog.add(change);
    assertThat(backlog.take()).containsExactly(change);
  }

  @Test
  void whenItIsClosedNobodyWaitsForABeginning() {
    var begun = new Told.Begun(20, 30);
    backlog.add(begun);
    backlog.close();
    assertThat(begun.where()).isCompletedExceptionally();
  }

  @Test
  void aChangeTellsWhatWasReachedBeforeIt() throws Exception {
    Told next = new Told.Changed(30, 0, "a", new byte[3]);
    backlog.add(change);
    backlog.add(reached);
    backlog.add(next);
    assertThat(backlog.take()).containsExactly(change, next);
  }
}
