package dev.minibaas.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.MongoWriteException;
import dev.minibaas.engines.target.EngineKind;
import dev.minibaas.platform.error.ErrorCode;
import dev.minibaas.testkit.MongoExtension;
import dev.minibaas.testkit.TestDatabase;
import dev.minibaas.testkit.TestMongo;
import jakarta.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.Assertions;
import org.bson.Document;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.extension.ExtendWith;

/** The embedded server; a real one when {@code MONGO_URI} names it. */
@ExtendWith(MongoExtension.class)
class MongoSchemasTest extends SchemasContractTest {
  private final TestMongo mongo;

  MongoSchemasTest(TestDatabase database, TestMongo mongo) {
    super(database);
    this.mongo = mongo;
  }

  @BeforeAll
  void keep() {
    makeTable("kept");
  }

  @Override
  EngineKind kind() {
    return EngineKind.MONGODB;
  }

  @Override
  String connection() {
    return mongo.uri();
  }

  @Override
  String connectionToNothing() {
    return "mongodb://127.0.0.1:1/shop";
  }

  @Override
  List<String> tables() {
    List<String> names = mongo.database().listCollectionNames().into(new ArrayList<>());
    names.sort(null);
    return names;
  }

  @Override
  void makeTable(String name) {
    mongo.database().createCollection(name);
  }

  private List<String> indexes(String name) {
    return mongo
        .database()
        .getCollection(name)
        .listIndexes()
        .map(index -> index.get("key", Document.class).toJson() + index.get("unique", false))
        .into(new ArrayList<>());
  }

  @Test
  void aCollectionGetsTheOwnersIndexAndThoseOfUniqueFields() {
    String name = fresh();
    JsonObject made =
        schemas.create(ALICE, definition(name, column("code", "string", ",\"unique\":true")));
    assertThat(made.containsKey("ddl")).isFalse();
    assertThat(indexes(name))
        .contains("{\"owner_id\": 1, \"created_at\": -1}false", "{\"code\": 1}true");
  }

  /** A default is nobody's to apply here, and stays a text of the list. */
  @Test
  void aDefaultDoesNothing() {
    String name = fresh();
    String hostile = "'}); db.kept.drop(); //";
    schemas.create(
        ALICE, definition(name, column("a", "text", ",\"default_value\":" + quoted(hostile))));
    assertThat(schemas.page(ALICE, 1, 0).schemas().getJsonObject(0).toString())
        .contains(quoted(hostile));
    assertThat(tables()).contains("kept", name);
  }

  @Test
  void aCollectionIsDefinedAnewWhereTheServerCan() {
    String name = fresh();
    JsonObject first = schemas.create(ALICE, definition(name, column("a", "text", "")));
    Definition anew = definition(name, column("b", "int", ""), false);
    if (mongo.isReal()) {
      assertThat(schemas.create(ALICE, anew).getString("id")).isEqualTo(first.getString("id"));
      assertThat(schemas.page(ALICE, 1, 0).schemas().toString()).contains("\"b\"");
    } else {
      // it has no collMod; what the list says stays what is there
      assertRefused(ErrorCode.INVALID_ENGINE, () -> schemas.create(ALICE, anew));
      assertThat(schemas.page(ALICE, 1, 0).schemas().toString()).contains("\"a\"");
    }
    assertThat(entries()).containsOnlyOnce(name);
    assertThat(tables()).contains(name);
  }

  @Test
  void aRefusedFirstDefinitionOfACollectionLeavesNoEntryAndTheCollection() {
    if (!mongo.isReal()) {
      assertRefused(
          ErrorCode.INVALID_ENGINE,
          () -> schemas.create(ALICE, definition("kept", column("a", "text", ""))));
      assertThat(entries()).doesNotContain("kept");
      assertThat(tables()).contains("kept");
    }
  }

  @Test
  @Tag(MongoExtension.REAL)
  @EnabledIfEnvironmentVariable(named = "MONGO_URI", matches = ".+")
  void theValidatorHolds() {
    String name = fresh();
    schemas.create(ALICE, definition(name, column("n", "int", "")));
    Document document =
        new Document("owner_id", "x")
            .append("created_at", new java.util.Date())
            .append("updated_at", new java.util.Date());
    var collection = mongo.database().getCollection(name);
    Assertions.assertThatThrownBy(
            () -> collection.insertOne(new Document(document).append("n", "no number")))
        .isInstanceOf(MongoWriteException.class);
    collection.insertOne(document.append("n", 1));
  }
}
