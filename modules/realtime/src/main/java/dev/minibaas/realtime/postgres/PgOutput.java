package dev.minibaas.realtime.postgres;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.minibaas.realtime.change.TableName;
import dev.minibaas.realtime.change.Value;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the bytes of pgoutput. It must see every message of a stream: between the start and the
 * stop of a streamed block messages have a transaction's number in front.
 */
final class PgOutput {
  private static final Instant POSTGRES_EPOCH = Instant.parse("2000-01-01T00:00:00Z");

  private boolean inStream;

  /**
   * @throws MalformedMessage if it isn't exactly one message
   */
  Message read(ByteBuffer bytes) {
    byte kind = bytes.hasRemaining() ? bytes.get() : 0;
    try {
      Message message = read(kind, bytes);
      if (bytes.hasRemaining()) {
        throw new MalformedMessage(kind, bytes.remaining() + " bytes too many");
      }
      return message;
    } catch (BufferUnderflowException e) {
      throw new MalformedMessage(kind, "too short", e);
    }
  }

  private Message read(byte kind, ByteBuffer bytes) {
    return switch (kind) {
      case 'B' -> new Message.Begin(bytes.getLong(), time(bytes), bytes.getInt());
      case 'C' -> commit(bytes);
      case 'O' -> new Message.Origin(bytes.getLong(), text(bytes));
      case 'R' -> relation(xid(bytes), bytes);
      case 'Y' -> new Message.Type(xid(bytes), bytes.getInt(), text(bytes), text(bytes));
      case 'I' -> insert(xid(bytes), bytes);
      case 'U' -> update(xid(bytes), bytes);
      case 'D' -> delete(xid(bytes), bytes);
      case 'T' -> truncate(xid(bytes), bytes);
      case 'M' -> emitted(xid(bytes), bytes);
      case 'S' -> streamStart(bytes);
      case 'E' -> streamStop();
      case 'c' -> streamCommit(bytes);
      case 'A' -> new Message.StreamAbort(bytes.getInt(), bytes.getInt());
      default -> throw new MalformedMessage(kind, "unknown");
    };
  }

  private int xid(ByteBuffer bytes) {
    return inStream ? bytes.getInt() : 0;
  }

  private static Message commit(ByteBuffer bytes) {
    bytes.get(); // flags, none of which exists
    return new Message.Commit(bytes.getLong(), bytes.getLong(), time(bytes));
  }

  private static Message relation(int xid, ByteBuffer bytes) {
    int id = bytes.getInt();
    String schema = text(bytes);
    // the empty text means pg_catalog
    var table = new TableName(schema.isEmpty() ? "pg_catalog" : schema, text(bytes));
    bytes.get(); // the replica identity, which the columns tell of
    int count = bytes.getShort();
    List<Message.Attribute> attributes = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      boolean key = (bytes.get() & 1) != 0;
      String name = text(bytes);
      int type = bytes.getInt();
      bytes.getInt(); // the type's modifier
      attributes.add(new Message.Attribute(name, type, key));
    }
    return new Message.Relation(xid, id, table, List.copyOf(attributes));
  }

  private static Message insert(int xid, ByteBuffer bytes) {
    int relation = bytes.getInt();
    expect('I', 'N', bytes.get());
    return new Message.Insert(xid, relation, tuple('I', bytes));
  }

  private static Message update(int xid, ByteBuffer bytes) {
    int relation = bytes.getInt();
    byte part = bytes.get();
    Message.@Nullable Old oldRow = null;
    if (part != 'N') {
      oldRow = old('U', part, bytes);
      part = bytes.get();
    }
    expect('U', 'N', part);
    return new Message.Update(xid, relation, oldRow, tuple('U', bytes));
  }

  private static Message delete(int xid, ByteBuffer bytes) {
    int relation = bytes.getInt();
    return new Message.Delete(xid, relation, old('D', bytes.get(), bytes));
  }

  private static Message.Old old(char kind, byte part, ByteBuffer bytes) {
    if (part != 'K' && part != 'O') {
      throw new MalformedMessage((byte) kind, "an old row of kind " + part);
    }
    return new Message.Old(tuple(kind, bytes), part == 'K');
  }

  private static List<Value> tuple(char kind, ByteBuffer bytes) {
    int count = bytes.getShort();
    List<Value> values = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      byte form = bytes.get();
      values.add(
          switch (form) {
            case 'n' -> Value.NULL;
            case 'u' -> Value.UNCHANGED;
            case 't' -> Value.of(new String(content(bytes), UTF_8));
            default -> throw new MalformedMessage((byte) kind, "a value of form " + form);
          });
    }
    return List.copyOf(values);
  }

  private static Message truncate(int xid, ByteBuffer bytes) {
    int count = bytes.getInt();
    bytes.get(); // whether cascade or restart identity was said
    List<Integer> relations = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      relations.add(bytes.getInt());
    }
    return new Message.Truncate(xid, List.copyOf(relations));
  }

  private static Message emitted(int xid, ByteBuffer bytes) {
    boolean transactional = (bytes.get() & 1) != 0;
    return new Message.Emitted(xid, transactional, bytes.getLong(), text(bytes), content(bytes));
  }

  private Message streamStart(ByteBuffer bytes) {
    if (inStream) {
      throw new MalformedMessage((byte) 'S', "within a streamed block");
    }
    int xid = bytes.getInt();
    bytes.get(); // whether it is the first of its transaction
    inStream = true;
    return new Message.StreamStart(xid);
  }

  private Message streamStop() {
    if (!inStream) {
      throw new MalformedMessage((byte) 'E', "outside a streamed block");
    }
    inStream = false;
    return new Message.StreamStop();
  }

  private static Message streamCommit(ByteBuffer bytes) {
    int xid = bytes.getInt();
    bytes.get(); // flags, none of which exists
    return new Message.StreamCommit(xid, bytes.getLong(), bytes.getLong(), time(bytes));
  }

  private static void expect(char kind, char part, byte found) {
    if (found != part) {
      throw new MalformedMessage((byte) kind, "part " + found + " instead of " + part);
    }
  }

  private static Instant time(ByteBuffer bytes) {
    return POSTGRES_EPOCH.plus(bytes.getLong(), ChronoUnit.MICROS);
  }

  private static byte[] content(ByteBuffer bytes) {
    int length = bytes.getInt();
    if (length < 0 || length > bytes.remaining()) {
      throw new BufferUnderflowException();
    }
    byte[] content = new byte[length];
    bytes.get(content);
    return content;
  }

  /** Up to the byte 0. */
  private static String text(ByteBuffer bytes) {
    int start = bytes.position();
    while (bytes.get() != 0) {
      // on
    }
    byte[] text = new byte[bytes.position() - 1 - start];
    bytes.get(start, text);
    return new String(text, UTF_8);
  }
}
