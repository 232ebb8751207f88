package dev.minibaas.realtime;

import static dev.minibaas.realtime.DocumentsNode.ANN;
import static dev.minibaas.realtime.DocumentsNode.BOB;
import static dev.minibaas.realtime.DocumentsNode.SERVICE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.ReplaceOptions;
import dev.minibaas.realtime.DocumentsNode.Heard;
import dev.minibaas.realtime.access.Identity;
import dev.minibaas.realtime.change.Position;
import dev.minibaas.realtime.filter.EventFilter;
import dev.minibaas.realtime.hub.TopicEvent;
import dev.minibaas.realtime.json.JsonReader;
import dev.minibaas.realtime.mongo.MongoSource;
import dev.minibaas.realtime.mongo.MongoSourceConfig;
import dev.minibaas.realtime.mongo.MongoSourceState.Kind;
import dev.minibaas.realtime.postgres.SourceConfig;
import dev.minibaas.testkit.MongoExtension;
import dev.minibaas.testkit.PostgresExtension;
import dev.minibaas.testkit.TestDatabase;
import dev.minibaas.testkit.TestDatabase.Login;
import dev.minibaas.testkit.TestMongo;
import jakarta.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.bson.BsonDocument;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Changes of documents from MongoDB through PostgreSQL's stream to subscribers; with {@code
 * MONGO_URI}, a replica set's address, the same on a MongoDB.
 */
@Tag(MongoExtension.REAL)
@ExtendWith({PostgresExtension.class, MongoExtension.class})
class DocumentsTest {
  private static final AtomicInteger SLOTS = new AtomicInteger();

  private final TestDatabase database;
  private final TestMongo mongo;
  private final String slot =
      "documents_" + ProcessHandle.current().pid() + "_" + SLOTS.incrementAndGet();
  private MongoCollection<BsonDocument> things;
  private DocumentsNode node;

  DocumentsTest(TestDatabase database, TestMongo mongo) {
    this.database = database;
    this.mongo = mongo;
  }

  @BeforeEach
  void start() {
    database.execute("delete from realtime.document_places");
    things = mongo.database().getCollection("things", BsonDocument.class);
    node = begun();
  }

  @AfterEach
  void stop() {
    node.close();
    things.drop();
    database.execute(Slots.drop(slot));
  }

  /** One that reads the changes of documents. */
  private DocumentsNode begun() {
    var started = new DocumentsNode(database, slot, mongo.settings());
    DocumentsNode.await(
        "reading, it is " + started.module().documents(),
        () -> started.module().documents().kind() == Kind.READING);
    return started;
  }

  private void insert(String owner, int n) {
    things.insertOne(
        BsonDocument.parse(
            "{_id: %d, n: %d, owner_id: '%s', city: 'Lyon'}".formatted(n, n, owner)));
  }

  private void change(int n, String update) {
    things.updateOne(id(n), BsonDocument.parse(update));
  }

  private static BsonDocument id(int n) {
    return BsonDocument.parse("{_id: " + n + "}");
  }

  private static String owner(TopicEvent event) {
    var payload = (JsonObject) JsonReader.read(event.payload());
    return payload.getJsonObject("fullDocument").getString("owner_id");
  }

  @Test
  void everyKindOfChangeGoesToItsOwnerAlone() {
    Heard ann = node.hear(ANN, "mongo/**");
    Heard bob = node.hear(BOB, "**");
    Heard nobody = node.hear(new Identity("anon", "{\"role\":\"anon\"}"), "mongo/**");
    Heard all = node.hear(SERVICE, "mongo/things/*");
    insert("ann", 1);
    all.await(1);
    change(1, "{$set: {n: 11}}");
    all.await(2);
    things.replaceOne(id(1), BsonDocument.parse("{n: 12, owner_id: 'ann'}"), new ReplaceOptions());
    all.await(3);
    // another's from here on
    change(1, "{$set: {owner_id: 'bob', n: 13}}");
    all.await(4);
    change(1, "{$set: {n: 14}}");
    all.await(5);
    things.deleteOne(id(1));
    all.await(6);
    things.insertOne(BsonDocument.parse("{_id: 2, n: 2, owner_id: ['ann', 'bob']}"));
    things.insertOne(BsonDocument.parse("{_id: 3, n: 3}"));
    things.insertOne(BsonDocument.parse("{_id: 4, n: 4, owner_id: {$gt: ''}}"));
    insert("nobody", 5);
    insert("ann", 6);
    insert("bob", 7);
    assertThat(all.await(12).texts())
        .containsExactly(
            "mongo/things/inserted 1",
            "mongo/things/updated 11",
            "mongo/things/replaced 12",
            "mongo/things/updated 13",
            "mongo/things/updated 14",
            "mongo/things/deleted null",
            "mongo/things/inserted 2",
            "mongo/things/inserted 3",
            "mongo/things/inserted 4",
            "mongo/things/inserted 5",
            "mongo/things/inserted 6",
            "mongo/things/inserted 7");
    assertThat(ann.await(4).texts())
        .containsExactly(
            "mongo/things/inserted 1",
            "mongo/things/updated 11",
            "mongo/things/replaced 12",
            "mongo/things/inserted 6");
    assertThat(bob.await(3).texts())
        .containsExactly(
            "mongo/things/updated 13", "mongo/things/updated 14", "mongo/things/inserted 7");
    assertThat(ann.events()).allSatisfy(event -> assertThat(owner(event)).isEqualTo("ann"));
    assertThat(bob.events()).allSatisfy(event -> assertThat(owner(event)).isEqualTo("bob"));
    assertThat(nobody.events()).isEmpty();
  }

  @Test
  void whatIsChangedAndReturnedIsTold() {
    Heard ann = node.hear(ANN, "mongo/*/things/*");
    insert("ann", 1);
    things.findOneAndUpdate(id(1), BsonDocument.parse("{$set: {n: 2}}"));
    ann.await(2);
    things.findOneAndReplace(id(1), BsonDocument.parse("{n: 3, owner_id: 'ann'}"));
    assertThat(ann.await(3).texts())
        .containsExactly(
            "mongo/things/inserted 1", "mongo/things/updated 2", "mongo/things/replaced 3");
  }

  @Test
  void aFilterFindsNothingInWhatOneMayNotSee() {
    EventFilter lyon =
        EventFilter.parse(
            (JsonObject) JsonReader.read("{\"payload.fullDocument.city\":{\"eq\":\"Lyon\"}}"));
    Heard bob = node.hear(BOB, "mongo/things/inserted", lyon, null);
    Heard ann = node.hear(ANN, "mongo/things/inserted", lyon, null);
    insert("ann", 1);
    things.insertOne(BsonDocument.parse("{_id: 2, n: 2, owner_id: 'bob', city: 'Nice'}"));
    insert("bob", 3);
    insert("ann", 4);
    assertThat(ann.await(2).texts())
        .containsExactly("mongo/things/inserted 1", "mongo/things/inserted 4");
    assertThat(bob.await(1).texts()).containsExactly("mongo/things/inserted 3");
  }

  @Test
  void nobodyButTheSourceWritesWhereDocumentsPass() {
    for (String role : List.of("anon", "authenticated", "service_role", "authenticator")) {
      for (String table : List.of("realtime.documents", "realtime.document_places")) {
        assertThat(
                database.query(
                    "select has_table_privilege('%s', '%s', 'select, insert, update, delete')"
                        .formatted(role, table)))
            .as(role + " " + table)
            .containsExactly("f");
      }
    }
    insert("ann", 1);
    node.hear(SERVICE, "**");
    assertThat(database.query("select count(*) from realtime.documents")).containsExactly("0");
  }

  @Test
  void resumesAfterARestartOnceAndInOrder() {
    Heard before = node.hear(ANN, "mongo/things/*");
    for (int n = 1; n <= 5; n++) {
      insert("ann", n);
      insert("bob", 100 + n);
    }
    Position third = before.await(5).events().get(2).position();
    Heard again = node.hear(ANN, "mongo/things/*", EventFilter.NONE, third).await(2);
    assertThat(again.texts()).containsExactly("mongo/things/inserted 4", "mongo/things/inserted 5");
    node.close();
    for (int n = 6; n <= 8; n++) {
      insert("ann", n);
      insert("bob", 100 + n);
    }
    node = begun();
    Heard after = node.hear(ANN, "mongo/things/*", EventFilter.NONE, third);
    Heard bob = node.hear(BOB, "mongo/**", EventFilter.NONE, third);
    insert("ann", 9);
    assertThat(after.await(6).texts())
        .containsExactly(
            "mongo/things/inserted 4",
            "mongo/things/inserted 5",
            "mongo/things/inserted 6",
            "mongo/things/inserted 7",
            "mongo/things/inserted 8",
            "mongo/things/inserted 9");
    assertThat(after.gaps() + bob.gaps()).isZero();
    assertThat(bob.await(6).texts())
        .containsExactly(
            "mongo/things/inserted 103",
            "mongo/things/inserted 104",
            "mongo/things/inserted 105",
            "mongo/things/inserted 106",
            "mongo/things/inserted 107",
            "mongo/things/inserted 108");
  }

  @Test
  void whatIsNotKeptAnyMoreIsToldAsAGapToThoseOfDocuments() {
    assumeFalse(mongo.isReal(), "the place is one of the embedded server");
    Heard before = node.hear(ANN, "mongo/things/*");
    insert("ann", 1);
    Position first = before.await(1).events().getFirst().position();
    node.close();
    database.execute("update realtime.document_places set place = '{\"_data\": \"1\"}'");
    insert("ann", 2);
    node = new DocumentsNode(database, slot, mongo.settings());
    Heard live = node.hear(BOB, "**");
    Heard resumed = node.hear(ANN, "mongo/things/*", EventFilter.NONE, first);
    Heard ofTables = node.hear(ANN, "pg/**", EventFilter.NONE, first);
    live.awaitGap();
    resumed.awaitGap();
    insert("ann", 3);
    assertThat(resumed.await(1).texts()).containsExactly("mongo/things/inserted 3");
    assertThat(resumed.gaps()).isEqualTo(1);
    assertThat(ofTables.gaps()).isZero();
  }

  @Test
  void ofSeveralNodesOneReadsAndAnotherTakesOver() {
    node.close();
    node = new DocumentsNode(database, slot, Map.of());
    assertThat(node.module().documents().reason()).isEqualTo("MONGO_URI is not set");
    Heard ann = node.hear(ANN, "mongo/things/*");
    var postgres =
        SourceConfig.of(database.jdbcUrl(), Login.REALTIME.user(), Login.REALTIME.password());
    var config =
        new MongoSourceConfig(
            mongo.settings().getOrDefault("MONGO_URI", ""),
            mongo.database().getName(),
            Duration.ofMillis(50));
    try (var second = new MongoSource(config, postgres)) {
      try (var first = new MongoSource(config, postgres)) {
        first.start();
        DocumentsNode.await("first reads", () -> first.state().kind() == Kind.READING);
        second.start();
        DocumentsNode.await("second waits", () -> second.state().kind() == Kind.WAITING);
        insert("ann", 1);
        ann.await(1);
      }
      insert("ann", 2);
      DocumentsNode.await("second reads", () -> second.state().kind() == Kind.READING);
      insert("ann", 3);
      assertThat(ann.await(3).texts())
          .containsExactly(
              "mongo/things/inserted 1", "mongo/things/inserted 2", "mongo/things/inserted 3");
    }
  }
}
