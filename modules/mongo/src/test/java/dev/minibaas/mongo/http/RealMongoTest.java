package dev.minibaas.mongo.http;

import static dev.minibaas.mongo.http.TestServer.DOCUMENTS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.minibaas.mongo.http.TestServer.Answer;
import dev.minibaas.mongo.http.TestServer.User;
import dev.minibaas.testkit.MongoExtension;
import dev.minibaas.testkit.TestMongo;
import org.bson.BsonDocument;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the embedded server can't do. */
@Tag(MongoExtension.REAL)
@EnabledIfEnvironmentVariable(named = "MONGO_URI", matches = ".+")
@ExtendWith(MongoExtension.class)
class RealMongoTest {
  private final TestMongo mongo;
  private final User user = User.fresh();
  private TestServer server;

  RealMongoTest(TestMongo mongo) {
    this.mongo = mongo;
  }

  @BeforeEach
  void start() throws Exception {
    mongo.database().getCollection("things").drop();
    server = TestServer.on(mongo);
  }

  @AfterEach
  void stop() throws Exception {
    server.close();
  }

  private void validator(String json) {
    Answer set = server.call(User.service(), "PUT", "/admin/schemas/things", json);
    assertThat(set.status()).as(set.text()).isEqualTo(200);
  }

  @Test
  void aValidatorRefusesByA400AndCanBeChanged() {
    validator("{\"validator\":{\"$jsonSchema\":{\"required\":[\"name\"]}}}");
    assertThat(server.call(user, "POST", DOCUMENTS, "{\"n\":1}").refusal())
        .isEqualTo("400 validation_failed");
    assertThat(server.call(user, "POST", DOCUMENTS, "[{\"name\":1},{\"n\":1}]").refusal())
        .isEqualTo("400 validation_failed");
    assertThat(server.get(user, DOCUMENTS).list()).isEmpty();
    Answer shown = server.get(user, "/admin/schemas/things");
    assertThat(shown.data().getDocument("validator"))
        .isEqualTo(BsonDocument.parse("{$jsonSchema: {required: ['name']}}"));
    assertThat(shown.data().getString("validationLevel").getValue()).isEqualTo("strict");
    String id = server.call(user, "POST", DOCUMENTS, "{\"name\":\"a\"}").id();
    assertThat(
            server.call(user, "PATCH", DOCUMENTS + "/" + id, "{\"$unset\":{\"name\":1}}").refusal())
        .isEqualTo("400 validation_failed");
    validator("{\"validator\":{\"n\":{\"$exists\":true}},\"validationLevel\":\"moderate\"}");
    assertThat(server.call(user, "POST", DOCUMENTS, "{\"n\":1}").status()).isEqualTo(201);
  }

  @Test
  void everyAllowedStageRuns() {
    server.call(user, "POST", DOCUMENTS, "[{\"n\":1,\"l\":[1,2]},{\"n\":2,\"l\":[3]},{\"n\":3}]");
    for (String stage :
        new String[] {
          "{\"$bucket\":{\"groupBy\":\"$n\",\"boundaries\":[0,2,9],\"default\":\"x\"}}",
          "{\"$bucketAuto\":{\"groupBy\":\"$n\",\"buckets\":2}}",
          "{\"$facet\":{\"a\":[{\"$sortByCount\":\"$n\"}],\"b\":[{\"$count\":\"c\"}]}}",
          "{\"$unwind\":{\"path\":\"$l\",\"preserveNullAndEmptyArrays\":true}}",
          "{\"$replaceWith\":{\"m\":\"$n\"}}",
          "{\"$replaceRoot\":{\"newRoot\":{\"m\":\"$n\"}}}",
          "{\"$sample\":{\"size\":2}}",
          "{\"$set\":{\"d\":{\"$dateToString\":{\"date\":\"$created_at\",\"format\":\"%Y\"}}}}",
          "{\"$group\":{\"_id\":null,\"s\":{\"$stdDevPop\":\"$n\"},\"l\":{\"$push\":\"$$ROOT\"}}}"
        }) {
      Answer answer = server.call(user, "POST", "/collections/things/aggregate", "[" + stage + "]");
      assertThat(answer.status()).as(stage + answer.text()).isEqualTo(200);
      assertThat(answer.list()).as(stage).isNotEmpty();
    }
  }

  @Test
  void anExpiryIsAnIndexOfOneKey() {
    server.call(user, "POST", DOCUMENTS, "{\"n\":1}");
    Answer index =
        server.call(
            User.service(),
            "POST",
            "/admin/indexes/things",
            "{\"keys\":{\"updated_at\":1},\"options\":{\"expireAfterSeconds\":3600}}");
    assertThat(index.data().getString("index").getValue()).isEqualTo("updated_at_1");
  }

  @Test
  void aListingUsesTheOwnersIndex() {
    server.call(user, "POST", DOCUMENTS, "{\"n\":1}");
    BsonDocument plan =
        mongo
            .database()
            .getCollection("things", BsonDocument.class)
            .find(BsonDocument.parse("{owner_id: '" + user.id() + "'}"))
            .sort(BsonDocument.parse("{created_at: -1, _id: -1}"))
            .explain(BsonDocument.class);
    assertThat(plan.toString()).contains("IXSCAN").doesNotContain("\"SORT\"");
  }
}
