package dev.minibaas.engines;

import dev.minibaas.engines.command.InvalidCommand;
import dev.minibaas.engines.command.InvalidCommand.Part;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bson.Document;
import org.bson.types.Binary;
import org.bson.types.Decimal128;
import org.bson.types.ObjectId;
import org.jspecify.annotations.Nullable;

/** Values into and out of documents. */
final class MongoValues {
  private MongoValues() {}

  /** A document as a row: its {@code _id} is called {@code id} and comes first. */
  static Row row(Document document) {
    Map<String, @Nullable Object> row = new LinkedHashMap<>();
    if (document.containsKey("_id")) {
      row.put("id", value(document.get("_id")));
    }
    document.forEach((field, value) -> {
      if (!field.equals("_id")) {
        row.put(field, value(value));
      }
    });
    return new Row(row);
  }

  private static @Nullable Object value(@Nullable Object value) {
    return switch (value) {
      case null -> null;
      case ObjectId id -> id.toHexString();
      case Date date -> date.toInstant().toString();
      case Decimal128 number when !number.isNaN() && !number.isInfinite() ->
          number.bigDecimalValue();
      case Binary binary -> Base64.getEncoder().encodeToString(binary.getData());
      case Integer number -> number.longValue();
      case Long number -> number;
      case Double number -> number;
      case Boolean flag -> flag;
      case Map<?, ?> map -> {
        Map<String, @Nullable Object> plain = new LinkedHashMap<>();
        map.forEach((key, each) -> plain.put(String.valueOf(key), value(each)));
        yield plain;
      }
      case List<?> list -> {
        List<@Nullable Object> plain = new ArrayList<>();
        list.forEach(each -> plain.add(value(each)));
        yield plain;
      }
      case Object other -> other.toString();
    };
  }

  /** Data as fields, whose names are nothing to MongoDB but names. */
  static Document document(Map<?, ?> data) {
    Document document = new Document();
    data.forEach((key, value) -> document.put(name(String.valueOf(key)), stored(value)));
    return document;
  }

  private static String name(String key) {
    if (key.isEmpty() || key.startsWith("$") || key.indexOf('.') >= 0 || key.indexOf('\0') >= 0) {
      throw new InvalidCommand(
          Part.DATA, "a field's name can't be empty, begin with $ or have a dot");
    }
    return key;
  }

  private static @Nullable Object stored(@Nullable Object value) {
    return switch (value) {
      case null -> null;
      case BigDecimal number -> number.doubleValue();
      // as every other client stores it, and as validators want it
      case Long number when number == number.intValue() -> number.intValue();
      case Map<?, ?> map -> document(map);
      case List<?> list -> {
        List<@Nullable Object> stored = new ArrayList<>();
        list.forEach(each -> stored.add(stored(each)));
        yield stored;
      }
      case Object other -> other;
    };
  }
}
