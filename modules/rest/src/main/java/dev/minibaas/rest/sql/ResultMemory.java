package dev.minibaas.rest.sql;

import dev.minibaas.rest.error.RestError;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.LongFunction;

/**
 * The memory that results may take, all requests together: from the database's answer until the
 * client has it.
 *
 * <p>How large a result is shows only when the database has made it. So each statement carries a
 * limit, beyond which the database sends the size instead of the bytes. A request first gets {@link
 * #USUAL} bytes; one whose result is larger, but allowed, waits until so much is free and asks
 * again.
 */
public final class ResultMemory {
  /** What nearly every result fits in. */
  private static final int USUAL = 4 << 20;

  /** What a request gets when everything is taken; these bytes nobody counts. */
  private static final int LEAST = 64 << 10;

  private static final int UNIT = 1 << 10;

  private final long largest;
  private final long patienceMillis;
  private final Semaphore free;

  /** A result turned out larger than the statement's limit; the bytes stayed in the database. */
  static final class TooLarge extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final long size;

    TooLarge(long size) {
      super("a result of " + size + " bytes", null, false, false);
      this.size = size;
    }
  }

  /**
   * @param largest result that is allowed, in bytes
   * @param total bytes for all results
   * @param patienceMillis how long a large result waits for memory
   */
  public ResultMemory(long largest, long total, long patienceMillis) {
    this.largest = largest;
    this.patienceMillis = patienceMillis;
    this.free = new Semaphore(units(Math.max(total, largest)), true);
  }

  /** Three eighths of the heap for all of them. */
  public static ResultMemory ofHeap(long largest, long patienceMillis) {
    return new ResultMemory(largest, Runtime.getRuntime().maxMemory() / 8 * 3, patienceMillis);
  }

  private static int units(long bytes) {
    return (int) Math.min(Integer.MAX_VALUE, (bytes + UNIT - 1) / UNIT);
  }

  /** What one request holds, until it is closed. */
  public final class Lease implements AutoCloseable {
    private int units;

    private Lease() {}

    /**
     * Runs the statement, with a limit that there is memory for.
     *
     * @throws RestError when the result is too large, or too many large ones are under way
     */
    QueryRow fetch(LongFunction<QueryRow> statement) {
      long usual = Math.min(USUAL, largest);
      long limit = take(usual, 0) ? usual : Math.min(LEAST, largest);
      QueryRow row;
      try {
        row = statement.apply(limit);
      } catch (TooLarge e) {
        close();
        row = fetchLarge(statement, e.size);
      }
      giveBackAllBut(row.body().length);
      return row;
    }

    /** Meanwhile the result may have grown: a little more is taken than it was. */
    private QueryRow fetchLarge(LongFunction<QueryRow> statement, long size) {
      if (size > largest) {
        throw RestError.resultTooLarge(size, largest);
      }
      long limit = Math.min(largest, size + size / 8);
      if (!take(limit, patienceMillis)) {
        throw RestError.tooManyLargeResults();
      }
      try {
        return statement.apply(limit);
      } catch (TooLarge e) {
        throw RestError.resultTooLarge(e.size, limit);
      }
    }

    private boolean take(long bytes, long millis) {
      int wanted = units(bytes);
      try {
        boolean taken =
            millis == 0
                ? free.tryAcquire(wanted)
                : free.tryAcquire(wanted, millis, TimeUnit.MILLISECONDS);
        units = taken ? wanted : 0;
        return taken;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return false;
      }
    }

    private void giveBackAllBut(int bytes) {
      int surplus = units - units(bytes);
      if (surplus > 0) {
        units -= surplus;
        free.release(surplus);
      }
    }

    /** Gives everything back; a second time does nothing. */
    @Override
    public void close() {
      free.release(units);
      units = 0;
    }
  }

  public Lease lease() {
    return new Lease();
  }

  /** In units of a kibibyte, for metrics and tests. */
  int freeUnits() {
    return free.availablePermits();
  }
}
