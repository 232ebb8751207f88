package dev.minibaas.edge.limit;

import dev.minibaas.edge.policy.Window;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Counters in this process.
 *
 * <p>Memory is bounded: clients whose longest window is over are forgotten, and beyond {@code
 * maxClients} those are forgotten that have room left.
 */
public final class LocalCounters implements Counters {
  private static final int MAX_CLIENTS = 100_000;
  private static final long SWEEP_INTERVAL = 60_000;

  private final int[] limits;
  private final long[] lengths;
  private final int maxClients;
  private final ConcurrentHashMap<String, Client> clients = new ConcurrentHashMap<>();
  private final AtomicInteger size = new AtomicInteger();
  private final AtomicLong nextSweep = new AtomicLong(Long.MIN_VALUE);

  /**
   * @param windows shortest first
   * @param limits requests in each
   */
  public LocalCounters(List<Window> windows, int[] limits) {
    this(windows, limits, MAX_CLIENTS);
  }

  LocalCounters(List<Window> windows, int[] limits, int maxClients) {
    this.limits = limits.clone();
    this.lengths = windows.stream().mapToLong(window -> window.seconds() * 1_000L).toArray();
    this.maxClients = maxClients;
  }

  @Override
  public Usage take(String client, long now) {
    Client counts = clients.get(client);
    if (counts == null) {
      counts = admit(client, now);
    }
    return counts.take(this, now);
  }

  /** How many clients are remembered. */
  int size() {
    return clients.size();
  }

  private Client admit(String name, long now) {
    sweep(now);
    Client fresh = new Client(limits.length);
    Client known = clients.putIfAbsent(name, fresh);
    if (known != null) {
      return known;
    }
    if (size.incrementAndGet() > maxClients) {
      makeRoom(name, now);
    }
    return fresh;
  }

  /** Once a minute, by whoever brings a new client. */
  private void sweep(long now) {
    long due = nextSweep.get();
    if (now < due || !nextSweep.compareAndSet(due, now + SWEEP_INTERVAL)) {
      return;
    }
    Iterator<Client> each = clients.values().iterator();
    while (each.hasNext()) {
      if (each.next().isOver(this, now)) {
        each.remove();
        size.decrementAndGet();
      }
    }
  }

  /**
   * Drops a sixteenth, so that this is rare; a client at its limit stays, as it must be refused.
   */
  private void makeRoom(String newcomer, long now) {
    int excess = Math.max(1, maxClients / 16);
    var each = clients.entrySet().iterator();
    while (excess > 0 && each.hasNext()) {
      var entry = each.next();
      if (!entry.getKey().equals(newcomer) && entry.getValue().hasRoom(this, now)) {
        each.remove();
        size.decrementAndGet();
        excess--;
      }
    }
  }

  /** One client: for each window its number since the epoch, and the requests counted in it. */
  private static final class Client {
    private final long[] windows;
    private final long[] counts;

    Client(int size) {
      windows = new long[size];
      counts = new long[size];
    }

    synchronized Usage take(LocalCounters rules, long now) {
      turn(rules, now);
      Usage usage = Usage.of(rules.limits, counts);
      if (usage.full() < 0) {
        for (int i = 0; i < counts.length; i++) {
          counts[i]++;
        }
      }
      return usage;
    }

    synchronized boolean isOver(LocalCounters rules, long now) {
      int last = windows.length - 1;
      return windows[last] != now / rules.lengths[last];
    }

    synchronized boolean hasRoom(LocalCounters rules, long now) {
      turn(rules, now);
      return Usage.of(rules.limits, counts).full() < 0;
    }

    private void turn(LocalCounters rules, long now) {
      for (int i = 0; i < windows.length; i++) {
        long window = now / rules.lengths[i];
        if (windows[i] != window) {
          windows[i] = window;
          counts[i] = 0;
        }
      }
    }
  }
}
