package dev.minibaas.mongo.http;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.bson.RawBsonDocument;
import org.bson.codecs.BsonDocumentCodec;
import org.bson.types.Decimal128;

/**
 * Writes BSON as it came over the wire as plain JSON, without making objects of it (bsonspec.org,
 * version 1.1). At the top {@code _id} is called {@code id}. Types that JSON hasn't are written as
 * text: an object id in hexadecimal, a date in ISO 8601, bytes in base64.
 */
final class BsonJson {
  private static final byte[] ID = {'_', 'i', 'd'};
  private static final byte[] PUBLIC_ID = {'i', 'd'};
  private static final byte[] STATUS = {'s', 't', 'a', 't', 'u', 's'};

  private final JsonBuffer out;
  private final byte[] bytes;
  private final ByteBuffer buffer;
  private final boolean hasId;
  private int position;
  private Span id = Span.NONE;
  private Span status = Span.NONE;

  /** Where a value stands in the buffer that was written to. */
  record Span(int from, int count) {
    static final Span NONE = new Span(0, 0);
  }

  /** Where two fields were written that the envelope repeats. */
  record Marks(Span id, Span status) {}

  private BsonJson(RawBsonDocument document, JsonBuffer out) {
    ByteBuffer source = document.getByteBuffer().asNIO();
    this.out = out;
    this.bytes = source.array();
    this.position = source.arrayOffset() + source.position();
    this.buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    this.hasId = hasId();
  }

  static Marks write(RawBsonDocument document, JsonBuffer out) {
    BsonJson writer = new BsonJson(document, out);
    writer.fields(true);
    return new Marks(writer.id, writer.status);
  }

  /** A document that didn't come over the wire; its {@code _id} keeps its name. */
  static void write(BsonDocument document, JsonBuffer out) {
    BsonJson writer = new BsonJson(new RawBsonDocument(document, new BsonDocumentCodec()), out);
    writer.fields(false);
  }

  static void write(BsonValue value, JsonBuffer out) {
    JsonBuffer wrapped = new JsonBuffer();
    write(new BsonDocument("v", value), wrapped);
    // without {"v": and }
    out.raw(wrapped.array(), 5, wrapped.length() - 6);
  }

  /** Nearly always the first field, and asked for only when another is called id. */
  private boolean hasId() {
    int first = position + 5;
    return buffer.getInt(position) > 9 && is(first, 3, ID) && bytes[first + 3] == 0;
  }

  private void fields(boolean top) {
    int end = position + buffer.getInt(position) - 1;
    position += 4;
    out.raw('{');
    boolean first = true;
    while (position < end) {
      byte type = bytes[position++];
      int name = position;
      int length = cstring();
      if (top && hasId && is(name, length, PUBLIC_ID)) {
        skip(type);
        continue;
      }
      if (!first) {
        out.raw(',');
      }
      first = false;
      field(top, type, name, length);
    }
    position = end + 1;
    out.raw('}');
  }

  private void field(boolean top, byte type, int name, int length) {
    boolean isId = top && is(name, length, ID);
    if (isId) {
      out.raw("\"id\":");
    } else {
      out.text(bytes, name, length).raw(':');
    }
    int from = out.length();
    value(type);
    if (isId) {
      id = new Span(from, out.length() - from);
    } else if (top && is(name, length, STATUS)) {
      status = new Span(from, out.length() - from);
    }
  }

  private void elements() {
    int end = position + buffer.getInt(position) - 1;
    position += 4;
    out.raw('[');
    boolean first = true;
    while (position < end) {
      if (!first) {
        out.raw(',');
      }
      first = false;
      byte type = bytes[position++];
      cstring();
      value(type);
    }
    position = end + 1;
    out.raw(']');
  }

  private void value(byte type) {
    switch (type) {
      case 0x01 -> number(buffer.getDouble(advance(8)));
      case 0x02, 0x0D, 0x0E -> string();
      case 0x03 -> fields(false);
      case 0x04 -> elements();
      case 0x05 -> binary();
      case 0x07 -> out.hex(bytes, advance(12), 12);
      case 0x08 -> out.raw(bytes[advance(1)] == 0 ? "false" : "true");
      case 0x09 -> date(buffer.getLong(advance(8)));
      case 0x0B -> regex();
      case 0x0C -> {
        string();
        advance(12);
      }
      case 0x0F -> scopedCode();
      case 0x10 -> out.raw(Integer.toString(buffer.getInt(advance(4))));
      case 0x11 -> out.raw(Long.toUnsignedString(buffer.getLong(advance(8))));
      case 0x12 -> out.raw(Long.toString(buffer.getLong(advance(8))));
      case 0x13 -> decimal();
      // undefined, null, MinKey, MaxKey
      case 0x06, 0x0A, (byte) 0xFF, 0x7F -> out.raw("null");
      default -> throw new IllegalStateException("no BSON type " + type);
    }
  }

  private void skip(byte type) {
    JsonBuffer nowhere = new JsonBuffer();
    BsonJson skipped = new BsonJson(this, nowhere);
    skipped.value(type);
    position = skipped.position;
  }

  private BsonJson(BsonJson other, JsonBuffer out) {
    this.out = out;
    this.bytes = other.bytes;
    this.buffer = other.buffer;
    this.position = other.position;
    this.hasId = false;
  }

  private void number(double number) {
    // JSON has neither of them
    out.raw(Double.isNaN(number) || Double.isInfinite(number) ? "null" : Double.toString(number));
  }

  private void string() {
    int count = buffer.getInt(advance(4)) - 1;
    out.text(bytes, position, count);
    position += count + 1;
  }

  private void binary() {
    int count = buffer.getInt(advance(4));
    advance(1);
    out.raw('"')
        .raw(
            Base64.getEncoder()
                .encodeToString(Arrays.copyOfRange(bytes, position, position + count)))
        .raw('"');
    position += count;
  }

  private void date(long millis) {
    out.raw('"').raw(Instant.ofEpochMilli(millis).toString()).raw('"');
  }

  private void regex() {
    int pattern = position;
    out.text(bytes, pattern, cstring());
    cstring();
  }

  private void scopedCode() {
    int end = position + buffer.getInt(position);
    position += 4;
    string();
    position = end;
  }

  private void decimal() {
    long low = buffer.getLong(advance(8));
    Decimal128 decimal = Decimal128.fromIEEE754BIDEncoding(buffer.getLong(advance(8)), low);
    if (decimal.isNaN() || decimal.isInfinite()) {
      out.raw("null");
    } else {
      // its own text is a number in JSON, too; BigDecimal has no negative zero
      out.raw(decimal.toString());
    }
  }

  private int advance(int count) {
    int from = position;
    position += count;
    return from;
  }

  /** Goes past a text that ends with a zero, and tells its length. */
  private int cstring() {
    int from = position;
    while (bytes[position] != 0) {
      position++;
    }
    return position++ - from;
  }

  private boolean is(int from, int count, byte[] name) {
    if (count != name.length) {
      return false;
    }
    for (int i = 0; i < count; i++) {
      if (bytes[from + i] != name[i]) {
        return false;
      }
    }
    return true;
  }
}
