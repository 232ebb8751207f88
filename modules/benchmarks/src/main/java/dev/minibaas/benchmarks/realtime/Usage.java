package dev.minibaas.benchmarks.realtime;

import dev.minibaas.benchmarks.machine.CpuClock;
import dev.minibaas.benchmarks.machine.Listener;
import dev.minibaas.benchmarks.stack.Stack;

/**
 * Processor time, in microseconds.
 *
 * @param database of PostgreSQL with all its processes
 */
record Usage(long server, long database) {

  static Usage now(Stack stack) {
    long database = Listener.pid(stack.database().port()).orElseThrow();
    return new Usage(CpuClock.of(server(stack)).micros(), CpuClock.ofFamily(database).micros());
  }

  static long server(Stack stack) {
    return Listener.pid(stack.port()).orElseThrow();
  }

  Usage since(Usage start) {
    return new Usage(server - start.server, database - start.database);
  }
}
