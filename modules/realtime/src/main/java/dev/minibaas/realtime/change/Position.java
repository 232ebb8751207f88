package dev.minibaas.realtime.change;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.Objects;

/**
 * Where an event stands among all events. To clients it is an opaque text; it is given out with an
 * event and taken back as "I have everything up to here".
 *
 * <p>A change of the database is at its commit and its index in the transaction, which are the same
 * however often the database is asked. An event that didn't come from the database is counted after
 * the change before it, within the era of the log that counts; since nothing but the log knows it,
 * a later era can't have it, and the era tells.
 *
 * @param commit of the commit in the database's log: PostgreSQL's LSN; unsigned
 * @param index in its transaction, growing from change to change; 0 is before the first
 * @param era of the log that gave the position out; told apart only where published isn't 0
 * @param published how many events were published since the change; 0 for the change itself
 */
public record Position(long commit, int index, long era, long published)
    implements Comparable<Position> {
  /** Before everything. */
  public static final Position START = new Position(0, 0, 0, 0);

  private static final byte VERSION = 1;
  private static final int LENGTH = 1 + 8 + 4 + 8 + 8;

  public Position {
    if (index < 0 || era < 0 || published < 0) {
      throw new IllegalArgumentException(
          "no position: index %d, era %d, published %d".formatted(index, era, published));
    }
  }

  /** Of a change, before a log has given it out. */
  public static Position ofChange(long commit, int index) {
    return new Position(commit, index, 0, 0);
  }

  /** The same place, given out by that era of the log. */
  public Position inEra(long of) {
    return new Position(commit, index, of, published);
  }

  /** Whether a log made it, and not the database. */
  public boolean isPublished() {
    return published != 0;
  }

  /**
   * Reads what {@link #toString()} wrote.
   *
   * @throws InvalidPosition on any other text
   */
  public static Position parse(String text) {
    try {
      ByteBuffer bytes = ByteBuffer.wrap(Base64.getUrlDecoder().decode(text));
      if (bytes.remaining() != LENGTH || bytes.get() != VERSION) {
        throw new InvalidPosition(text);
      }
      var position =
          new Position(bytes.getLong(), bytes.getInt(), bytes.getLong(), bytes.getLong());
      if (!position.toString().equals(text)) {
        throw new InvalidPosition(text);
      }
      return position;
    } catch (IllegalArgumentException | BufferUnderflowException e) {
      throw new InvalidPosition(text, e);
    }
  }

  /** The opaque text: letters, digits, {@code -} and {@code _}. */
  @Override
  public String toString() {
    ByteBuffer bytes = ByteBuffer.allocate(LENGTH);
    bytes.put(VERSION).putLong(commit).putInt(index).putLong(era).putLong(published);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.array());
  }

  @Override
  public int compareTo(Position other) {
    if (commit != other.commit) {
      return Long.compareUnsigned(commit, other.commit);
    }
    if (index != other.index) {
      return Integer.compare(index, other.index);
    }
    int eras = Long.compare(eraOfPublished(), other.eraOfPublished());
    return eras != 0 ? eras : Long.compare(published, other.published);
  }

  /** The same place, whoever gave it out. */
  @Override
  public boolean equals(Object other) {
    return other instanceof Position that && compareTo(that) == 0;
  }

  @Override
  public int hashCode() {
    return Objects.hash(commit, index, eraOfPublished(), published);
  }

  private long eraOfPublished() {
    return published == 0 ? 0 : era;
  }
}
