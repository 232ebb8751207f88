package dev.minibaas.realtime.cluster;

import dev.minibaas.platform.log.Log;
import dev.minibaas.realtime.change.Position;
import dev.minibaas.realtime.hub.Logged;
import dev.minibaas.realtime.log.ChangeLog;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * This node's copy of the log, entry by entry. What is missing before an entry, or can't be read,
 * is a gap to everyone. For one thread.
 */
final class Copy {
  private static final Logger LOG = Log.of(Copy.class);
  private static final int DIGITS = 16;

  private final ChangeLog<Logged> log;
  private final EventCodec codec;
  private final AtomicLong malformed = new AtomicLong();
  private final AtomicLong gaps = new AtomicLong();

  private long era;

  /**
   * The number of the last entry; 0 when none of the era was read, or it had no readable number.
   */
  private long count;

  Copy(ChangeLog<Logged> log, EventCodec codec) {
    this.log = log;
    this.codec = codec;
  }

  long era() {
    return era;
  }

  /** Another log begins, to be read from the start. */
  void change(long toEra) {
    LOG.log(Level.INFO, "the log of the nodes is another one: {0}", Long.toHexString(toEra));
    era = toEra;
    count = 0;
  }

  /**
   * Takes the next entry of the stream.
   *
   * @return false if it is of another log
   */
  boolean take(byte[] header, byte[] body) {
    Header parsed;
    try {
      parsed = Header.parse(Redis.text(header));
    } catch (MalformedEntry e) {
      malformed(e);
      count = 0;
      return true;
    }
    if (parsed.era() != era) {
      return false;
    }
    take(parsed, body);
    return true;
  }

  private void take(Header header, byte[] body) {
    boolean follows =
        header.kind() == Header.Kind.OPENED || (count > 0 && header.count() == count + 1);
    count = header.count();
    if (!follows) {
      gap(header);
      return;
    }
    try {
      apply(header, body);
    } catch (MalformedEntry e) {
      malformed(e);
      gap(header);
    }
  }

  private void gap(Header header) {
    gaps.incrementAndGet();
    LOG.log(Level.FINE, "the copy of the log begins at entry {0}", header.count());
    log.continueAfter(header.position(), header.head(), header.sourceHasBegun());
  }

  private void apply(Header header, byte[] body) {
    Position position = header.position();
    switch (header.kind()) {
      case OPENED -> log.continueAfter(position, 0, false);
      case BEGUN -> begin(Redis.text(body));
      case REACHED -> log.reached(position.commit());
      case CHANGED -> {
        var logged = new Logged(codec.read(body, position), header.sequence());
        log.append(position, logged, logged.size());
      }
      case PUBLISHED -> {
        var logged = new Logged(codec.read(body, position), header.sequence());
        log.appendPublished(position, logged, logged.size());
      }
    }
  }

  private void begin(String fromAndHead) {
    if (fromAndHead.length() != 2 * DIGITS) {
      throw new MalformedEntry("a beginning of %d digits".formatted(fromAndHead.length()), null);
    }
    try {
      log.begin(
          Header.lsn(fromAndHead.substring(0, DIGITS)), Header.lsn(fromAndHead.substring(DIGITS)));
    } catch (NumberFormatException e) {
      throw new MalformedEntry("a beginning that is no number", e);
    }
  }

  private void malformed(MalformedEntry e) {
    malformed.incrementAndGet();
    LOG.log(Level.WARNING, "an entry of the log can't be read; clients are told of a gap", e);
  }

  long countOfMalformed() {
    return malformed.get();
  }

  long countOfGaps() {
    return gaps.get();
  }
}
