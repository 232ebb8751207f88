package dev.minibaas.mongo.http;

import static dev.minibaas.mongo.http.TestServer.DOCUMENTS;
import static dev.minibaas.mongo.http.TestServer.encoded;
import static dev.minibaas.mongo.http.TestServer.filter;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.minibaas.mongo.http.TestServer.Answer;
import dev.minibaas.mongo.http.TestServer.User;
import dev.minibaas.testkit.MongoExtension;
import dev.minibaas.testkit.TestMongo;
import java.util.ArrayList;
import java.util.List;
import org.bson.BsonDocument;
import org.bson.BsonNull;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(MongoExtension.class)
class DocumentsTest {
  private final TestMongo mongo;
  private final User user = User.fresh();
  private TestServer server;

  DocumentsTest(TestMongo mongo) {
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

  private String create(String json) {
    Answer created = server.call(user, "POST", DOCUMENTS, json);
    assertThat(created.status()).as(created.text()).isEqualTo(201);
    return created.id();
  }

  private BsonDocument patched(String id, String json) {
    Answer answer = server.call(user, "PATCH", DOCUMENTS + "/" + id, json);
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    return answer.data();
  }

  private List<Integer> numbers(String query) {
    Answer answer = server.get(user, DOCUMENTS + query);
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    return answer.list().stream().map(each -> each.asDocument().getInt32("n").getValue()).toList();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"title\":\"a\",\"n\":1}",
        "{\"document\":{\"title\":\"a\",\"n\":1}}",
        "{\"data\":{\"title\":\"a\",\"n\":1}}"
      })
  void aDocumentIsCreatedInEveryForm(String body) {
    Answer created = server.call(user, "POST", DOCUMENTS, body);
    assertThat(created.status()).isEqualTo(201);
    assertThat(created.data().getString("title").getValue()).isEqualTo("a");
    assertThat(created.data().getString("owner_id").getValue()).isEqualTo(user.id());
    assertThat(created.data()).containsKeys("created_at", "updated_at").doesNotContainKey("_id");
    assertThat(created.id()).matches("[0-9a-f]{24}");
    assertThat(created.body().getString("id")).isEqualTo(created.data().getString("id"));
    assertThat(created.body().get("error")).isEqualTo(BsonNull.VALUE);
    assertThat(server.get(user, DOCUMENTS + "/" + created.id()).data()).isEqualTo(created.data());
  }

  @Test
  void whatIsStoredComesBackAsItWasSent() {
    String json =
        "{\"text\": \"\\u0000 \\u001f \\\" \\\\ / \\n ü \uD83D\uDE00\", \"int\": 1, \"long\": 9007199254740993,"
            + " \"double\": 0.1, \"huge\": 1.0E300, \"yes\": true, \"no\": false, \"none\": null,"
            + " \"list\": [1, [2, {\"deep\": []}], {}], \"ünï\": {\"__proto__\": \"x\"}, \"\u2028\": -0.5}";
    String id = create(json);
    BsonDocument back = server.get(user, DOCUMENTS + "/" + id).data();
    List.of("id", "owner_id", "created_at", "updated_at").forEach(back::remove);
    assertThat(back).isEqualTo(BsonDocument.parse(json));
  }

  @Test
  void manyAreCreatedAtOnceInBothForms() {
    Answer bare = server.call(user, "POST", DOCUMENTS, "[{\"n\":1},{\"n\":2}]");
    assertThat(bare.status()).isEqualTo(201);
    assertThat(bare.list()).hasSize(2);
    Answer wrapped = server.call(user, "POST", DOCUMENTS + "/bulk", "{\"documents\":[{\"n\":3}]}");
    assertThat(wrapped.status()).isEqualTo(201);
    assertThat(numbers("?sort=n")).containsExactly(1, 2, 3);
    assertThat(server.call(user, "POST", DOCUMENTS + "/bulk", "{\"n\":1}").refusal())
        .isEqualTo("400 invalid_payload");
  }

  @Test
  void aRefusedOneOfManyLeavesNone() {
    server.call(
        User.service(),
        "POST",
        "/admin/indexes/things",
        "{\"keys\":{\"code\":1},\"options\":{\"unique\":true}}");
    create("{\"code\":\"b\"}");
    Answer refused =
        server.call(
            user, "POST", DOCUMENTS, "[{\"code\":\"a\"},{\"code\":\"b\"},{\"code\":\"c\"}]");
    assertThat(refused.refusal()).isEqualTo("409 duplicate");
    assertThat(server.get(user, DOCUMENTS).list()).hasSize(1);
    // what is unique is so for each owner: others learn nothing of it
    assertThat(server.call(User.fresh(), "POST", DOCUMENTS, "{\"code\":\"b\"}").status())
        .isEqualTo(201);
  }

  @Test
  void aPatchSetsWhatItNames() {
    String id = create("{\"a\":1,\"o\":{\"x\":1,\"y\":2}}");
    BsonDocument after = patched(id, "{\"patch\":{\"a\":2,\"o\":{\"z\":3}}}");
    assertThat(after.getInt32("a").getValue()).isEqualTo(2);
    assertThat(after.getDocument("o")).isEqualTo(BsonDocument.parse("{z: 3}"));
    assertThat(after.getString("updated_at").getValue())
        .isGreaterThanOrEqualTo(after.getString("created_at").getValue());
    assertThat(patched(id, "{\"a\":5}").getInt32("a").getValue()).isEqualTo(5);
  }

  @Test
  void aMergePatchGoesIntoObjectsAndRemovesByNull() {
    String id = create("{\"a\":1,\"o\":{\"x\":1,\"y\":2}}");
    Answer answer =
        server.call(
            user,
            "PATCH",
            DOCUMENTS + "/" + id,
            "application/merge-patch+json",
            "{\"a\":null,\"o\":{\"x\":null,\"z\":{\"w\":3}}}".getBytes(UTF_8));
    assertThat(answer.data()).doesNotContainKey("a");
    assertThat(answer.data().getDocument("o")).isEqualTo(BsonDocument.parse("{y: 2, z: {w: 3}}"));
  }

  @Test
  void operatorsChangeInPlace() {
    String id = create("{\"n\":1,\"tags\":[\"a\"],\"gone\":1,\"low\":5}");
    BsonDocument after =
        patched(
            id,
            "{\"$inc\":{\"n\":2},\"$push\":{\"tags\":{\"$each\":[\"b\",\"c\"]}},\"$unset\":{\"gone\":1},"
                + "\"$min\":{\"low\":3},\"$set\":{\"o.p\":true}}");
    assertThat(after.getInt32("n").getValue()).isEqualTo(3);
    assertThat(after.getArray("tags")).hasSize(3);
    assertThat(after).doesNotContainKey("gone");
    assertThat(after.getInt32("low").getValue()).isEqualTo(3);
    assertThat(after.getDocument("o").getBoolean("p").getValue()).isTrue();
    assertThat(
            server.call(user, "PATCH", DOCUMENTS + "/" + id, "{\"$inc\":{\"tags\":1}}").refusal())
        .isEqualTo("400 invalid_payload");
  }

  @Test
  void aReplacementKeepsIdOwnerAndCreation() {
    String id = create("{\"a\":1}");
    BsonDocument before = server.get(user, DOCUMENTS + "/" + id).data();
    Answer answer = server.call(user, "PUT", DOCUMENTS + "/" + id, "{\"b\":2}");
    assertThat(answer.data()).doesNotContainKey("a").containsKey("b");
    for (String kept : List.of("id", "owner_id", "created_at")) {
      assertThat(answer.data().get(kept)).isEqualTo(before.get(kept));
    }
  }

  @Test
  void aDeletedDocumentIsGone() {
    String id = create("{}");
    Answer deleted = server.call(user, "DELETE", DOCUMENTS + "/" + id, "");
    assertThat(deleted.data().getBoolean("deleted").getValue()).isTrue();
    assertThat(deleted.body().getBoolean("deleted").getValue()).isTrue();
    assertThat(server.get(user, DOCUMENTS + "/" + id).refusal()).isEqualTo("404 not_found");
    assertThat(server.call(user, "DELETE", DOCUMENTS + "/" + id, "").refusal())
        .isEqualTo("404 not_found");
  }

  @Test
  void aListingIsSortedFilteredAndProjected() {
    server.call(
        user,
        "POST",
        DOCUMENTS,
        "[{\"n\":3,\"t\":\"x\"},{\"n\":1,\"t\":\"y\"},{\"n\":2,\"t\":\"x\"}]");
    assertThat(numbers("?sort=n:desc")).containsExactly(3, 2, 1);
    assertThat(numbers("?sort=t,n:desc&limit=2")).containsExactly(3, 2);
    assertThat(numbers("?sort=n&filter=" + encoded("{\"t\":\"x\"}"))).containsExactly(2, 3);
    Answer projected = server.get(user, DOCUMENTS + "?fields=n&limit=1");
    assertThat(projected.list().getFirst().asDocument().keySet())
        .containsExactlyInAnyOrder("id", "n");
    Answer without = server.get(user, DOCUMENTS + "?fields=-n,-t&limit=1");
    assertThat(without.list().getFirst().asDocument())
        .doesNotContainKeys("n", "t")
        .containsKey("id");
    BsonDocument pagination =
        server
            .get(user, DOCUMENTS + "?limit=2&offset=1")
            .body()
            .getDocument("meta")
            .getDocument("pagination");
    assertThat(pagination.getNumber("total").intValue()).isEqualTo(3);
    assertThat(pagination.getNumber("offset").intValue()).isEqualTo(1);
    assertThat(server.get(user, "/collections/things/count").data().getNumber("count").intValue())
        .isEqualTo(3);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"n", "n:desc", "mixed", "mixed:desc", "created_at:asc", "", "mixed,n:desc"})
  void cursorsGoThroughEverythingOnce(String sort) {
    List<String> documents = new ArrayList<>();
    List<String> values = List.of("1", "\"a\"", "null", "2.5", "true", "\"b\"", "1", "\"a\"");
    for (int n = 0; n < 24; n++) {
      String mixed = n % 9 == 8 ? "" : ",\"mixed\":" + values.get(n % 9);
      documents.add("{\"n\":" + n % 5 + mixed + "}");
    }
    server.call(user, "POST", DOCUMENTS, documents.toString());
    List<String> whole =
        server.get(user, DOCUMENTS + "?limit=100&sort=" + sort).list().stream()
            .map(each -> each.asDocument().getString("id").getValue())
            .toList();
    assertThat(whole).hasSize(24);
    List<String> paged = new ArrayList<>();
    String cursor = "";
    do {
      String query =
          "?limit=5&fields=n&sort=" + sort + (cursor.isEmpty() ? "" : "&cursor=" + cursor);
      Answer page = server.get(user, DOCUMENTS + query);
      assertThat(page.status()).as(page.text()).isEqualTo(200);
      page.list().forEach(each -> paged.add(each.asDocument().getString("id").getValue()));
      var next = page.body().getDocument("meta").getDocument("pagination").get("next_cursor");
      cursor = next == null || next.isNull() ? "" : next.asString().getValue();
    } while (!cursor.isEmpty());
    assertThat(paged).containsExactlyElementsOf(whole);
  }

  @Test
  void idsAndTimesAreFilteredAsClientsSeeThem() {
    String id = create("{\"n\":1}");
    create("{\"n\":2}");
    assertThat(server.get(user, filter("{\"id\":\"" + id + "\"}")).list()).hasSize(1);
    assertThat(server.get(user, filter("{\"id\":{\"$in\":[\"" + id + "\"]}}")).list()).hasSize(1);
    assertThat(
            server.get(user, filter("{\"created_at\":{\"$gt\":\"2020-01-01T00:00:00Z\"}}")).list())
        .hasSize(2);
    assertThat(
            server.get(user, filter("{\"created_at\":{\"$lt\":\"2020-01-01T00:00:00Z\"}}")).list())
        .isEmpty();
    assertThat(server.get(user, filter("{\"id\":\"x\"}")).refusal()).isEqualTo("400 invalid_id");
  }

  @Test
  void anAggregationSeesOnesOwnDocuments() {
    server.call(
        user,
        "POST",
        DOCUMENTS,
        "[{\"k\":\"a\",\"n\":1},{\"k\":\"a\",\"n\":2},{\"k\":\"b\",\"n\":4}]");
    server.call(User.fresh(), "POST", DOCUMENTS, "[{\"k\":\"a\",\"n\":100}]");
    Answer answer =
        server.call(
            user,
            "POST",
            "/collections/things/aggregate",
            "{\"pipeline\":[{\"$match\":{\"n\":{\"$gte\":1}}},{\"$group\":{\"_id\":\"$k\",\"sum\":{\"$sum\":\"$n\"}}},"
                + "{\"$sort\":{\"_id\":1}}]}");
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    assertThat(answer.list().getValues())
        .containsExactly(
            BsonDocument.parse("{id: 'a', sum: 3}"), BsonDocument.parse("{id: 'b', sum: 4}"));
  }

  @Test
  void synonymsOfStagesAndWhatAServerDoesNotKnow() {
    create("{\"n\":1}");
    Answer answer =
        server.call(
            user,
            "POST",
            "/collections/things/aggregate",
            "[{\"$set\":{\"m\":{\"$add\":[\"$n\",1]}}},{\"$replaceWith\":{\"k\":\"$m\"}}]");
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    assertThat(answer.list().getValues()).containsExactly(BsonDocument.parse("{k: 2}"));
    // of a server that is older than an operator, or of operands that it can't work on
    Answer refused =
        server.call(
            user,
            "POST",
            "/collections/things/aggregate",
            "[{\"$project\":{\"m\":{\"$strLenCP\":\"$n\"}}}]");
    assertThat(refused.refusal()).isEqualTo("400 invalid_payload");
  }

  @Test
  void aBodyMayHave256KilobytesAndNoMore() {
    String most = "{\"t\":\"" + "x".repeat((256 << 10) - 8) + "\"}";
    assertThat(server.call(user, "POST", DOCUMENTS, most).status()).isEqualTo(201);
    assertThat(server.call(user, "POST", DOCUMENTS, most + " ").refusal())
        .isEqualTo("413 payload_too_large");
  }

  @Test
  void theServiceRoleActsForAnOwnerItNames() {
    String id = create("{\"n\":1}");
    assertThat(server.get(User.service(), DOCUMENTS).refusal()).isEqualTo("400 invalid_param");
    assertThat(server.get(User.service(), DOCUMENTS + "/" + id + "?owner=" + user.id()).id())
        .isEqualTo(id);
    assertThat(server.get(User.fresh(), DOCUMENTS + "?owner=" + user.id()).refusal())
        .isEqualTo("403 forbidden");
    assertThat(server.get(User.nobody(), DOCUMENTS).refusal())
        .isEqualTo("401 missing_authorization");
  }
}
