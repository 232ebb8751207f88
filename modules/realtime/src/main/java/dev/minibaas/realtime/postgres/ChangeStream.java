package dev.minibaas.realtime.postgres;

import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.postgresql.PGConnection;
import org.postgresql.replication.LogSequenceNumber;
import org.postgresql.replication.PGReplicationStream;

/** The bytes of a slot, from a place on. */
final class ChangeStream {
  /** Version 2 has streaming, version 3 only adds two-phase commit. */
  private static final int PROTOCOL = 2;

  private final PGReplicationStream stream;

  ChangeStream(Connection replication, SourceConfig config, boolean streaming, long from)
      throws SQLException {
    stream =
        replication
            .unwrap(PGConnection.class)
            .getReplicationAPI()
            .replicationStream()
            .logical()
            .withSlotName(config.slot())
            .withSlotOption("proto_version", PROTOCOL)
            .withSlotOption("publication_names", names(config.publications()))
            .withSlotOption("messages", "true")
            .withSlotOption("streaming", streaming ? "on" : "off")
            .withStartPosition(LogSequenceNumber.valueOf(from))
            .withStatusInterval(1, TimeUnit.SECONDS)
            // the driver would confirm what nobody has told it to
            .withAutomaticFlush(false)
            .start();
  }

  private static String names(List<String> publications) {
    return '"' + String.join("\",\"", publications) + '"';
  }

  /** The next message; waits for it. */
  ByteBuffer next() throws SQLException {
    ByteBuffer message = stream.read();
    if (message == null) {
      throw new SQLException("the server has ended the stream", "08006");
    }
    return message;
  }

  /** The server hears of it within a second. */
  void confirm(long commit) {
    if (commit != 0) {
      stream.setFlushedLSN(LogSequenceNumber.valueOf(commit));
      stream.setAppliedLSN(LogSequenceNumber.valueOf(commit));
    }
  }
}
