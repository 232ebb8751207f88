package dev.minibaas.realtime.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.minibaas.realtime.change.TableName;
import dev.minibaas.realtime.change.Value;
import dev.minibaas.testkit.PostgresExtension;
import dev.minibaas.testkit.TestDatabase;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Messages as PostgreSQL writes them, whole and damaged. */
@ExtendWith(PostgresExtension.class)
class PgOutputTest {
  private final TestDatabase database;

  PgOutputTest(TestDatabase database) {
    this.database = database;
  }

  @Test
  void whatPostgresWritesIsReadAndWhatIsCutOrTooLongIsNot() {
    List<byte[]> messages = written();
    List<Class<?>> kinds = new ArrayList<>();
    for (byte[] bytes : messages) {
      kinds.add(new PgOutput().read(ByteBuffer.wrap(bytes)).getClass());
      for (int length = 0; length < bytes.length; length++) {
        byte[] cut = Arrays.copyOf(bytes, length);
        assertThatThrownBy(() -> new PgOutput().read(ByteBuffer.wrap(cut)))
            .isInstanceOf(MalformedMessage.class);
      }
      byte[] longer = Arrays.copyOf(bytes, bytes.length + 1);
      assertThatThrownBy(() -> new PgOutput().read(ByteBuffer.wrap(longer)))
          .isInstanceOf(MalformedMessage.class);
    }
    assertThat(kinds)
        .contains(
            Message.Begin.class,
            Message.Commit.class,
            Message.Relation.class,
            Message.Type.class,
            Message.Insert.class,
            Message.Update.class,
            Message.Delete.class,
            Message.Truncate.class,
            Message.Emitted.class);
  }

  @Test
  void junkIsNeverAnythingButMalformed() {
    var random = new Random(3);
    List<byte[]> messages = written();
    for (int i = 0; i < 20_000; i++) {
      byte[] bytes = messages.get(random.nextInt(messages.size())).clone();
      for (int flips = random.nextInt(4); flips >= 0; flips--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
      }
      try {
        assertThat(new PgOutput().read(ByteBuffer.wrap(bytes))).isNotNull();
      } catch (MalformedMessage e) {
        assertThat(e).hasMessageStartingWith("pgoutput message ");
      }
    }
  }

  @Test
  void messagesOfAStreamedBlockHaveTheirTransactionInFront() {
    var output = new PgOutput();
    assertThat(read(output, "53 0000002A 01")).isEqualTo(new Message.StreamStart(42));
    assertThat(read(output, "49 0000002B 00000007 4E 0002 6E 74 00000001 61"))
        .isEqualTo(new Message.Insert(43, 7, List.of(Value.NULL, Value.of("a"))));
    assertThat(read(output, "54 0000002A 00000001 00 00000007"))
        .isEqualTo(new Message.Truncate(42, List.of(7)));
    assertThat(read(output, "45")).isEqualTo(new Message.StreamStop());
    assertThat(read(output, "49 00000007 4E 0001 75"))
        .isEqualTo(new Message.Insert(0, 7, List.of(Value.UNCHANGED)));
    assertThat(read(output, "41 0000002A 0000002B")).isEqualTo(new Message.StreamAbort(42, 43));
    assertThat(read(output, "63 0000002A 00 0000000000000064 000000000000006E 0000000000000001"))
        .isEqualTo(
            new Message.StreamCommit(42, 100, 110, Instant.parse("2000-01-01T00:00:00.000001Z")));
    assertThat(read(output, "4F 0000000000000001 6100")).isEqualTo(new Message.Origin(1, "a"));
    assertThat(read(output, "52 00000007 00 6100 64 0000"))
        .isEqualTo(new Message.Relation(0, 7, new TableName("pg_catalog", "a"), List.of()));
  }

  @Test
  void blocksAreNeitherNestedNorEndedTwice() {
    var output = new PgOutput();
    assertThatThrownBy(() -> read(output, "45")).isInstanceOf(MalformedMessage.class);
    read(output, "53 0000002A 01");
    assertThatThrownBy(() -> read(output, "53 0000002A 00"))
        .isInstanceOf(MalformedMessage.class)
        .hasMessageContaining("within a streamed block");
  }

  private static Message read(PgOutput output, String hex) {
    return output.read(ByteBuffer.wrap(HexFormat.of().parseHex(hex.replace(" ", ""))));
  }

  private List<byte[]> written() {
    String slot = SourceUnderTest.slot();
    database.execute(
        "drop table if exists n; drop type if exists mood; create type mood as enum ('sad');"
            + " create table n (id int primary key, m mood, body text);"
            + " drop publication if exists p; create publication p for table n");
    database.query("select pg_create_logical_replication_slot('" + slot + "', 'pgoutput')::text");
    try {
      database.execute("insert into n values (1, 'sad', 'ä'), (2, null, '')");
      database.execute("update n set id = 3 where id = 1; delete from n where id = 2");
      database.execute("alter table n replica identity full; update n set body = 'b'");
      database.execute("select pg_logical_emit_message(true, 'prefix', 'content'); truncate n");
      return database
          .query(
              ("select encode(data, 'hex') from pg_logical_slot_get_binary_changes('%s', null, null,"
                      + " 'proto_version', '2', 'publication_names', 'p', 'messages', 'true')")
                  .formatted(slot))
          .stream()
          .map(HexFormat.of()::parseHex)
          .toList();
    } finally {
      database.query("select pg_drop_replication_slot('" + slot + "')::text");
    }
  }
}
