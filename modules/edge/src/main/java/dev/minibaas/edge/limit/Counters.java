package dev.minibaas.edge.limit;

/** Counts the requests of each client in calendar windows. */
public interface Counters extends AutoCloseable {

  /**
   * Counts one request, unless a window is full already.
   *
   * @param client who is counted
   * @param now milliseconds since the epoch
   * @throws CountersUnavailable when the counters can't be reached
   */
  Usage take(String client, long now);

  @Override
  default void close() {}
}
