package dev.minibaas.realtime.postgres;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A source that has begun, with a slot of its own unless it is given one. */
final class SourceUnderTest implements AutoCloseable {
  private static final AtomicInteger COUNT = new AtomicInteger();

  final Recorder recorder;
  final ReplicationSource source;
  final String slot;

  SourceUnderTest(SourceConfig config) {
    this(config, null);
  }

  /** One that tells another listener, too. */
  SourceUnderTest(SourceConfig config, @Nullable ChangeTarget also) {
    recorder = new Recorder(also);
    slot = config.slot();
    source = new ReplicationSource(config, recorder);
    source.start();
  }

  static SourceUnderTest reading(String jdbcUrl) {
    return new SourceUnderTest(config(jdbcUrl, slot(), 0, 1L << 30, true)).begun();
  }

  static String slot() {
    return "slot_" + ProcessHandle.current().pid() + "_" + COUNT.incrementAndGet();
  }

  static SourceConfig config(
      String jdbcUrl, String slot, long streamed, long retained, boolean dropSlot) {
    return new SourceConfig(
        jdbcUrl,
        "postgres",
        "throw-away-superuser",
        slot,
        List.of(SourceConfig.DEFAULT_PUBLICATION),
        streamed,
        retained,
        Duration.ofMillis(200),
        Duration.ofMillis(100),
        dropSlot);
  }

  SourceUnderTest begun() {
    recorder.awaitBegins(1);
    return this;
  }

  /** Waits until everything that was committed until now has been told. */
  Recorder caughtUp() {
    try {
      recorder.awaitReached(source.mark());
      return recorder;
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    source.close();
  }
}
