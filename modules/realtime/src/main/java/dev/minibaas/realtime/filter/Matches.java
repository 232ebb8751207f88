package dev.minibaas.realtime.filter;

/** Takes the subscribers of an event. */
@FunctionalInterface
public interface Matches<F, S> {
  /**
   * @param verdict never {@link Verdict#NO_MATCH}
   */
  void accept(S subscriber, F filter, Verdict verdict);
}
