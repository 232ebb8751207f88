package dev.minibaas.realtime.hub;

import dev.minibaas.realtime.change.Change;
import dev.minibaas.realtime.change.Position;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.UUID;

/** The ids of events: UUIDs of version 7, which sort by the time of the event. */
public final class EventIds {
  private static final long VERSION_7 = 0x7000L;
  private static final long VARIANT = 0x8000_0000_0000_0000L;
  private static final long BELOW_VARIANT = 0x3fff_ffff_ffff_ffffL;
  private static final long BELOW_VERSION = 0xfffL;
  private static final long MILLIS = 0xffff_ffff_ffffL;

  /** A commit in PostgreSQL's log is at a multiple of 8. */
  private static final int COMMIT_ALIGNMENT = 3;

  private static final long COMMIT = 0x3fff_ffffL;

  private static final SecureRandom RANDOM = new SecureRandom();

  private EventIds() {}

  /**
   * The id of a change, which is the same whenever and wherever it is asked for. Other changes have
   * other ids: those of the same microsecond differ in commit or index, since nobody writes the
   * eight gigabytes of log in which the bits of the commit come back.
   */
  public static UUID ofChange(Change change) {
    Position position = change.position();
    long commit = (position.commit() >>> COMMIT_ALIGNMENT) & COMMIT;
    return version7(change.committed(), commit << Integer.SIZE | position.index());
  }

  /** A new id. */
  public static UUID fresh(Instant now) {
    return version7(now, RANDOM.nextLong());
  }

  /** With the fraction of the millisecond in the bits after the version, as RFC 9562 allows. */
  private static UUID version7(Instant time, long rest) {
    long nanosOfMillisecond = time.getNano() % 1_000_000;
    long fraction = (nanosOfMillisecond * (BELOW_VERSION + 1) / 1_000_000) & BELOW_VERSION;
    long high = (time.toEpochMilli() & MILLIS) << Short.SIZE | VERSION_7 | fraction;
    return new UUID(high, VARIANT | (rest & BELOW_VARIANT));
  }
}
