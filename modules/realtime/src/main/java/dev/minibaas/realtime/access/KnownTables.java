package dev.minibaas.realtime.access;

import dev.minibaas.realtime.change.TableName;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What is remembered of the catalogue: for a second at most, since nothing tells of a role that was
 * given to another.
 */
final class KnownTables {
  private static final long SECOND = 1_000_000_000L;
  private static final int MAX_ROLES = 256;
  private final Catalogue catalogue;
  private final LongSupplier nanoTime;
  private final Map<String, Map<TableName, Known>> byRole = new HashMap<>();
  private volatile boolean forgotten;

  /**
   * @param table null when there is none of that name
   */
  private record Known(@Nullable Table table, long since) {}

  KnownTables(Catalogue catalogue, LongSupplier nanoTime) {
    this.catalogue = catalogue;
    this.nanoTime = nanoTime;
  }

  void forget() {
    forgotten = true;
  }

  Map<TableName, Table> of(Identity identity, Set<TableName> names) {
    if (forgotten || byRole.size() > MAX_ROLES) {
      forgotten = false;
      byRole.clear();
    }
    Map<TableName, Known> known = byRole.computeIfAbsent(identity.role(), r -> new HashMap<>());
    long now = nanoTime.getAsLong();
    Set<TableName> wanted = new HashSet<>();
    for (TableName name : names) {
      Known one = known.get(name);
      if (one == null || now - one.since() >= SECOND) {
        wanted.add(name);
      }
    }
    if (!wanted.isEmpty()) {
      read(identity, wanted, known, now);
    }
    Map<TableName, Table> tables = new HashMap<>();
    for (TableName name : names) {
      Known one = known.get(name);
      if (one != null && one.table() != null) {
        tables.put(name, one.table());
      }
    }
    return tables;
  }

  private void read(
      Identity identity, Set<TableName> wanted, Map<TableName, Known> known, long now) {
    Map<TableName, TableAccess> found = catalogue.read(identity, wanted);
    for (TableName name : wanted) {
      Known last = known.get(name);
      TableAccess access = found.get(name);
      @Nullable Table table = access == null ? null : new Table(access);
      Table before = last == null ? null : last.table();
      if (before != null && before.access().equals(access)) {
        // with the policies that are compiled already
        table = before;
      }
      known.put(name, new Known(table, now));
    }
  }
}
