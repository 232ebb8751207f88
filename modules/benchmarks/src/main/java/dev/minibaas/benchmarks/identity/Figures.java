package dev.minibaas.benchmarks.identity;

import dev.minibaas.benchmarks.machine.CpuClock;
import java.util.Locale;
import java.util.concurrent.Callable;

/** The windows of one contestant: how fast, and at what cost of processor time. */
final class Figures {
  private double events;
  private double seconds;
  private double clientMicros;
  private double postgresqlMicros;

  /**
   * @param client the processor time of whoever talks to PostgreSQL
   * @param window runs, and says how many events there were in a second
   */
  void add(CpuClock client, CpuClock postgresql, Callable<Double> window) {
    long clientBefore = client.micros();
    long postgresqlBefore = postgresql.micros();
    long start = System.nanoTime();
    double perSecond = called(window);
    double passed = (System.nanoTime() - start) / 1e9;
    events += perSecond * passed;
    seconds += passed;
    clientMicros += client.micros() - clientBefore;
    postgresqlMicros += postgresql.micros() - postgresqlBefore;
  }

  private static double called(Callable<Double> window) {
    try {
      return window.call();
    } catch (Exception e) {
      throw new IllegalStateException(e.getMessage(), e);
    }
  }

  double perSecond() {
    return events / seconds;
  }

  String line(String name) {
    return String.format(
        Locale.ROOT,
        "%-28s %8.0f %16.0f %16.0f",
        name,
        perSecond(),
        clientMicros / events,
        postgresqlMicros / events);
  }
}
