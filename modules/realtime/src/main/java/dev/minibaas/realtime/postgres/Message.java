package dev.minibaas.realtime.postgres;

import dev.minibaas.realtime.change.TableName;
import dev.minibaas.realtime.change.Value;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A message of pgoutput, protocol versions 1 and 2, as PostgreSQL's manual describes them under
 * "Logical Replication Message Formats". {@code xid} is 0 outside a streamed block.
 */
sealed interface Message {
  /** A committed transaction follows, all of it. */
  record Begin(long commit, Instant committed, int xid) implements Message {}

  record Commit(long commit, long end, Instant committed) implements Message {}

  record Origin(long commit, String name) implements Message {}

  /** How the rows of a table look in what follows. */
  record Relation(int xid, int id, TableName table, List<Attribute> attributes)
      implements Message {}

  record Attribute(String name, int type, boolean key) {}

  /** A type that isn't built in. */
  record Type(int xid, int id, String schema, String name) implements Message {}

  record Insert(int xid, int relation, List<Value> newRow) implements Message {}

  record Update(int xid, int relation, @Nullable Old oldRow, List<Value> newRow)
      implements Message {}

  record Delete(int xid, int relation, Old oldRow) implements Message {}

  record Old(List<Value> values, boolean keyOnly) {}

  record Truncate(int xid, List<Integer> relations) implements Message {}

  /** What {@code pg_logical_emit_message} wrote. */
  record Emitted(int xid, boolean transactional, long at, String prefix, byte[] content)
      implements Message {}

  /** A block follows of a transaction that is still open. */
  record StreamStart(int xid) implements Message {}

  record StreamStop() implements Message {}

  record StreamCommit(int xid, long commit, long end, Instant committed) implements Message {}

  /** Of the whole transaction when both are the same. */
  record StreamAbort(int xid, int subtransaction) implements Message {}
}
