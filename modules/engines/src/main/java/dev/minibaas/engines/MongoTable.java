package dev.minibaas.engines;

import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.CreateCollectionOptions;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.ValidationOptions;
import dev.minibaas.engines.command.InvalidCommand;
import dev.minibaas.engines.command.InvalidCommand.Part;
import dev.minibaas.engines.command.Names;
import dev.minibaas.engines.command.TableDefinition;
import dev.minibaas.engines.command.TableDefinition.Column;
import dev.minibaas.engines.target.EngineKind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.bson.Document;

/** A collection with a validator; one that exists gets the new validator. */
final class MongoTable {
  private MongoTable() {}

  static Map<String, Object> validator(TableDefinition table) {
    Names.table(EngineKind.MONGODB, table.name());
    List<String> required = new ArrayList<>(List.of("owner_id", "created_at", "updated_at"));
    Map<String, Object> properties = new LinkedHashMap<>();
    properties.put("owner_id", Map.of("bsonType", "string"));
    properties.put("created_at", Map.of("bsonType", "date"));
    properties.put("updated_at", Map.of("bsonType", "date"));
    for (Column column : table.columns()) {
      Names.column(Part.DATA, column.name());
      if (SqlTypes.IMPLICIT.contains(column.name()) || properties.containsKey(column.name())) {
        throw new InvalidCommand(Part.DATA, "column " + column.name() + " is there already");
      }
      String type = type(column.type());
      properties.put(
          column.name(), Map.of("bsonType", column.isNullable() ? List.of(type, "null") : type));
      if (!column.isNullable()) {
        required.add(column.name());
      }
    }
    return Map.of(
        "$jsonSchema",
        Map.of("bsonType", "object", "required", required, "properties", properties));
  }

  private static String type(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "text", "varchar", "string", "uuid" -> "string";
      case "integer", "int" -> "int";
      case "number" -> "double";
      case "boolean", "bool" -> "bool";
      case "date", "timestamp" -> "date";
      case "object" -> "object";
      case "array" -> "array";
      default ->
          throw new InvalidCommand(
              Part.DATA,
              "a field's type must be one of text, varchar, string, uuid, integer, int, number,"
                  + " boolean, bool, date, timestamp, object, array");
    };
  }

  static String create(MongoDatabase database, TableDefinition table, Document validator) {
    boolean exists = false;
    for (String name : database.listCollectionNames()) {
      exists |= name.equals(table.name());
    }
    if (exists) {
      database.runCommand(
          new Document("collMod", table.name())
              .append("validator", validator)
              .append("validationLevel", "moderate"));
    } else {
      database.createCollection(
          table.name(),
          new CreateCollectionOptions()
              .validationOptions(new ValidationOptions().validator(validator)));
    }
    var collection = database.getCollection(table.name());
    collection.createIndex(
        Indexes.compoundIndex(Indexes.ascending("owner_id"), Indexes.descending("created_at")));
    for (Column column : table.columns()) {
      if (column.isUnique()) {
        collection.createIndex(
            Indexes.ascending(column.name()),
            new com.mongodb.client.model.IndexOptions().unique(true));
      }
    }
    return "";
  }
}
