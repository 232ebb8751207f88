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
import java.util.List;
import java.util.stream.Stream;
import org.bson.BsonDocument;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What somebody sends who wants more than their own: each is refused by a documented 4xx, and
 * nothing that is stored has changed by it.
 */
@ExtendWith(MongoExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class InjectionTest {
  private final TestMongo mongo;
  private final User victim = User.fresh();
  private final User attacker = User.fresh();
  private TestServer server;
  private String victims = "";
  private String own = "";

  InjectionTest(TestMongo mongo) {
    this.mongo = mongo;
  }

  @BeforeAll
  void start() throws Exception {
    server = TestServer.on(mongo);
    victims = server.call(victim, "POST", DOCUMENTS, "{\"secret\":\"of the victim\"}").id();
    own = server.call(attacker, "POST", DOCUMENTS, "{\"n\":1,\"list\":[1]}").id();
  }

  @AfterAll
  void stop() throws Exception {
    server.close();
  }

  private void refused(Answer answer, List<BsonDocument> before) {
    assertThat(answer.status()).as(answer.text()).isBetween(400, 499);
    assertThat(answer.refusal())
        .isIn(
            "400 invalid_filter",
            "400 invalid_payload",
            "400 forbidden_fields",
            "400 invalid_json",
            "400 invalid_param",
            "400 invalid_id",
            "400 invalid_collection",
            "404 not_found",
            "403 forbidden",
            "415 unsupported_media_type",
            "405 method_not_allowed");
    assertThat(answer.text())
        .doesNotContain("of the victim", "com.mongodb", "Exception", "\tat ", "127.0.0.1");
    assertThat(mongo.all("things")).isEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"$where\":\"1\"}",
        "{\"$where\":\"sleep(1000)\"}",
        "{\"$expr\":{\"$eq\":[1,1]}}",
        "{\"$expr\":{\"$function\":{\"body\":\"function(){return true}\",\"args\":[],\"lang\":\"js\"}}}",
        "{\"$jsonSchema\":{}}",
        "{\"$text\":{\"$search\":\"victim\"}}",
        "{\"$comment\":\"x\"}",
        "{\"$or\":[{\"$where\":\"1\"}]}",
        "{\"$or\":[]}",
        "{\"$or\":{}}",
        "{\"$and\":[{\"$or\":[{\"$nor\":[{\"$where\":\"1\"}]}]}]}",
        "{\"$or\":[{\"owner_id\":{\"$ne\":null}}]}",
        "{\"$nor\":[{\"owner_id\":\"x\"}]}",
        "{\"$or\":[{\"_id\":{\"$exists\":true}}]}",
        "{\"owner_id.x\":1}",
        "{\"n\":{\"$where\":\"1\"}}",
        "{\"n\":{\"$not\":{\"$where\":\"1\"}}}",
        "{\"n\":{\"$elemMatch\":{\"$where\":\"1\"}}}",
        "{\"n\":{\"$gt\":{\"$where\":\"1\"}}}",
        "{\"n\":{\"$gt\":1,\"x\":2}}",
        "{\"n\":{\"x\":2,\"$gt\":1}}",
        "{\"n\":{\"$in\":[{\"$where\":\"1\"}]}}",
        "{\"n\":{\"$in\":1}}",
        "{\"n\":{\"$geoWithin\":{}}}",
        "{\"n\":{\"$bitsAllSet\":1}}",
        "{\"n\":{\"$type\":\"javascript\"}}",
        "{\"n\":{\"$type\":13}}",
        "{\"n\":{\"$size\":-1}}",
        "{\"n\":{\"$mod\":[0,1]}}",
        "{\"n\":{\"$regex\":\"(a+)+$\"}}",
        "{\"n\":{\"$regex\":\"(a|a)*b\"}}",
        "{\"n\":{\"$regex\":\"(a|aa)+$\"}}",
        "{\"n\":{\"$regex\":\"(.*a){20}\"}}",
        "{\"n\":{\"$regex\":\"a*a*a*a*b\"}}",
        "{\"n\":{\"$regex\":\"(x)\\\\1\"}}",
        "{\"n\":{\"$regex\":\"(?=a)\"}}",
        "{\"n\":{\"$regex\":\"(?R)\"}}",
        "{\"n\":{\"$regex\":\"a?a?a?a?a?a?a?a?a?a?a?aaaaaaaaaaa\"}}",
        "{\"n\":{\"$regex\":\"a{1,1000}\"}}",
        "{\"n\":{\"$regex\":\"a\",\"$options\":\"x\"}}",
        "{\"n\":{\"$options\":\"i\"}}",
        "{\"n\":{\"$regex\":{\"$regularExpression\":{\"pattern\":\"a\",\"options\":\"\"}}}}",
        "{\"n\":{\"$code\":\"function(){}\"}}",
        "{\"n\":{\"$code\":\"f\",\"$scope\":{}}}",
        "{\"n\":{\"$binary\":{\"base64\":\"\",\"subType\":\"00\"}}}",
        "{\"n\":{\"$dbPointer\":{\"$ref\":\"x\",\"$id\":{\"$oid\":\"000000000000000000000000\"}}}}",
        "{\"n\":{\"$ref\":\"things\",\"$id\":1}}",
        "{\"n\":{\"$symbol\":\"x\"}}",
        "{\"n\":{\"$timestamp\":{\"t\":1,\"i\":1}}}",
        "{\"n\":{\"$minKey\":1}}",
        "{\"n\":{\"$maxKey\":1}}",
        "{\"n\":{\"$numberDecimal\":\"1\"}}",
        "{\"n\":{\"$numberLong\":\"1\"}}",
        "{\"n\":{\"$uuid\":\"00000000-0000-0000-0000-000000000000\"}}",
        "{\"n\":{\"$undefined\":true}}",
        "{\"n\":{\"$oid\":\"x\"}}",
        "{\"n\":{\"$date\":\"yesterday\"}}",
        "{\"a..b\":1}",
        "{\"a.$b\":1}",
        "{\"a.$[]\":1}",
        "{\"\":1}",
        "{\"a\\u0000b\":1}",
        "[]",
        "1",
        "{\"n\":1}{\"n\":2}",
        "{\"n\":1,\"n\":2}",
        "{n:1}",
        "{'n':1}",
        "{\"n\":ObjectId(\"000000000000000000000000\")}",
        "{\"n\":NaN}",
        "{\"n\":1e999}",
      })
  void aFilter(String json) {
    refused(server.get(attacker, filter(json)), mongo.all("things"));
    refused(
        server.get(attacker, "/collections/things/count?filter=" + encoded(json)),
        mongo.all("things"));
  }

  @Test
  void aFilterThatNamesAnOwnerAtItsTopIsAboutOnesOwn() {
    for (String json :
        List.of("{\"owner_id\":\"" + victim.id() + "\"}", "{\"_id\":{\"$exists\":true}}")) {
      Answer answer = server.get(attacker, filter(json));
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.list()).hasSize(1);
      assertThat(answer.text()).doesNotContain("victim");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"$set\":{\"a\":1}}",
        "{\"$where\":\"1\"}",
        "{\"a.b\":1}",
        "{\"a\":{\"b.c\":1}}",
        "{\"a\":{\"$b\":1}}",
        "{\"a\":[{\"$b\":1}]}",
        "{\"\":1}",
        "{\"a\\u0000\":1}",
        "{\"_id\":\"x\"}",
        "{\"id\":\"x\"}",
        "{\"owner_id\":\"x\"}",
        "{\"document\":{\"owner_id\":\"x\"}}",
        "{\"data\":{\"_id\":\"x\"}}",
        "{\"created_at\":1}",
        "{\"updated_at\":1}",
        "{\"a\":{\"$oid\":\"000000000000000000000000\"}}",
        "{\"a\":{\"$code\":\"f\"}}",
        "{\"a\":{\"$date\":\"2026-01-01T00:00:00Z\"}}",
        "{\"a\":{\"$numberLong\":\"1\"}}",
        "{\"a\":\"\\ud800\"}",
        "[{\"a\":1},{\"owner_id\":\"x\"}]",
        "[{\"a\":1},1]",
        "[]",
        "\"x\"",
        "null",
        "{\"a\":1",
        "",
      })
  void aDocument(String json) {
    refused(server.call(attacker, "POST", DOCUMENTS, json), mongo.all("things"));
    refused(server.call(attacker, "PUT", DOCUMENTS + "/" + own, json), mongo.all("things"));
  }

  @Test
  void deepAndLongOnes() {
    String deep = "{\"a\":".repeat(5000) + "1" + "}".repeat(5000);
    refused(server.call(attacker, "POST", DOCUMENTS, deep), mongo.all("things"));
    refused(
        server.get(attacker, filter("{\"$and\":[".repeat(40) + "{}" + "]}".repeat(40))),
        mongo.all("things"));
    refused(
        server.get(attacker, filter("{\"n\":{\"$in\":[" + "1,".repeat(2000) + "1]}}")),
        mongo.all("things"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"$set\":{\"owner_id\":\"x\"}}",
        "{\"$set\":{\"owner_id.x\":1}}",
        "{\"$set\":{\"_id\":1}}",
        "{\"$unset\":{\"owner_id\":1}}",
        "{\"$rename\":{\"n\":\"owner_id\"}}",
        "{\"$setOnInsert\":{\"a\":1}}",
        "{\"$bit\":{\"n\":{\"and\":1}}}",
        "{\"$currentDate\":{\"owner_id\":true}}",
        "{\"$currentDate\":{\"a\":{\"$type\":\"timestamp\"}}}",
        "{\"$inc\":{\"n\":\"x\"}}",
        "{\"$inc\":{\"created_at\":1}}",
        "{\"$set\":{\"a.$[].b\":1}}",
        "{\"$set\":{\"a.$\":1}}",
        "{\"$set\":{\"a\":{\"$where\":\"1\"}}}",
        "{\"$set\":1}",
        "{\"$set\":{}}",
        "{\"$set\":{\"a\":1},\"b\":2}",
        "{\"$set\":{\"a\":1},\"$inc\":{\"a\":1}}",
        "{\"$set\":{\"a\":1,\"a.b\":2}}",
        "{\"$pull\":{\"list\":{\"$where\":\"1\"}}}",
        "{\"$pull\":{\"list\":{\"$gt\":0}}}",
        "{\"$push\":{\"list\":{\"$each\":[1],\"$slice\":1}}}",
        "{\"$push\":{\"list\":{\"$each\":1}}}",
        "{\"patch\":{\"owner_id\":\"x\"}}",
        "{\"patch\":{\"$where\":\"1\"}}",
        "{\"owner_id\":\"x\"}",
        "{\"id\":\"x\"}",
        "{\"a.b\":1}",
        "{\"a\":{\"$inc\":1}}",
        "[{\"$set\":{\"owner_id\":\"x\"}}]",
        "[]",
        "1",
      })
  void aPatch(String json) {
    refused(server.call(attacker, "PATCH", DOCUMENTS + "/" + own, json), mongo.all("things"));
    refused(
        server.call(
            attacker,
            "PATCH",
            DOCUMENTS + "/" + own,
            "application/merge-patch+json",
            json.getBytes(UTF_8)),
        mongo.all("things"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[{\"$lookup\":{\"from\":\"things\",\"localField\":\"a\",\"foreignField\":\"b\",\"as\":\"c\"}}]",
        "[{\"$graphLookup\":{\"from\":\"things\"}}]",
        "[{\"$unionWith\":\"things\"}]",
        "[{\"$unionWith\":{\"coll\":\"things\",\"pipeline\":[]}}]",
        "[{\"$out\":\"things\"}]",
        "[{\"$merge\":{\"into\":\"things\"}}]",
        "[{\"$collStats\":{}}]",
        "[{\"$indexStats\":{}}]",
        "[{\"$currentOp\":{}}]",
        "[{\"$listSessions\":{}}]",
        "[{\"$geoNear\":{}}]",
        "[{\"$search\":{}}]",
        "[{\"$documents\":[]}]",
        "[{\"$changeStream\":{}}]",
        "[{\"$facet\":{\"a\":[{\"$lookup\":{\"from\":\"things\"}}]}}]",
        "[{\"$facet\":{\"a\":[{\"$facet\":{}}]}}]",
        "[{\"$match\":{\"$where\":\"1\"}}]",
        "[{\"$match\":{\"$expr\":{\"$function\":{\"body\":\"f\",\"args\":[],\"lang\":\"js\"}}}}]",
        "[{\"$project\":{\"a\":{\"$function\":{\"body\":\"f\",\"args\":[],\"lang\":\"js\"}}}}]",
        "[{\"$group\":{\"_id\":1,\"a\":{\"$accumulator\":{}}}}]",
        "[{\"$group\":{\"_id\":1,\"a\":{\"$sum\":{\"$function\":{}}}}}]",
        "[{\"$addFields\":{\"a\":[{\"b\":{\"$function\":{}}}]}}]",
        "[{\"$project\":{\"a\":{\"$regexMatch\":{\"input\":\"$a\",\"regex\":\"(a+)+\"}}}}]",
        "[{\"$project\":{\"a\":{\"$range\":[0,1000000000]}}}]",
        "[{\"$project\":{\"a\":{\"$reduce\":{}}}}]",
        "[{\"$project\":{\"a\":\"$$USER_ROLES\"}}]",
        "[{\"$project\":{\"a\":\"$$SEARCH_META\"}}]",
        "[{\"$project\":{\"$where\":1}}]",
        "[{\"$replaceRoot\":{\"newRoot\":{\"$function\":{}}}}]",
        "[{\"$sort\":{\"$where\":1}}]",
        "[{\"$sort\":{\"a\":{\"$meta\":\"textScore\"}}}]",
        "[{\"$unwind\":\"a\"}]",
        "[{\"$count\":\"$a\"}]",
        "[{\"$limit\":0}]",
        "[{\"$limit\":\"1\"}]",
        "[{\"$match\":{},\"$out\":\"x\"}]",
        "[{}]",
        "[1]",
        "{}",
        "1",
        "{\"pipeline\":[],\"allowDiskUse\":true}",
      })
  void aPipeline(String json) {
    refused(
        server.call(attacker, "POST", "/collections/things/aggregate", json), mongo.all("things"));
  }

  Stream<String> paths() {
    return Stream.of(
        "/collections/things/documents/" + victims,
        "/collections/things/documents/x",
        "/collections/things/documents/$where",
        "/collections/things/documents/%7B%22$ne%22:1%7D",
        "/collections/things/documents/../documents",
        "/collections/system.users/documents",
        "/collections/$cmd/documents",
        "/collections/a%20b/documents",
        "/collections/things%2f..%2fother/documents",
        "/collections/" + "x".repeat(65) + "/documents",
        "/collections//documents",
        "/collections/things/documents?filter[$ne]=1",
        "/collections/things/documents?sort=$where:asc",
        "/collections/things/documents?sort=n:up",
        "/collections/things/documents?sort=_id:asc",
        "/collections/things/documents?fields=$where",
        "/collections/things/documents?fields=n,-a",
        "/collections/things/documents?fields=a,a.b",
        "/collections/things/documents?limit=0",
        "/collections/things/documents?limit=101",
        "/collections/things/documents?limit=1e1",
        "/collections/things/documents?offset=-1",
        "/collections/things/documents?offset=10001",
        "/collections/things/documents?cursor=x",
        "/collections/things/documents?cursor=BQAAAAA",
        "/collections/things/documents?cursor=" + cursor("{o:'created_at:desc',v:[{$gt:1},{}]}"),
        "/collections/things/documents?cursor=" + cursor("{o:'created_at:desc',v:[/x/,1]}"),
        "/collections/things/documents?cursor=" + cursor("{o:'n:desc',v:[1,1]}"),
        "/collections/things/documents?limit=1&limit=2",
        "/collections/things/documents?upsert=true",
        "/collections/things/documents?owner=" + victim.id(),
        "/collections/things/documents?count=maybe",
        "/admin/schemas/things/x",
        "/admin/indexes/things",
        "/");
  }

  private static String cursor(String document) {
    var raw =
        new org.bson.RawBsonDocument(
            BsonDocument.parse(document), new org.bson.codecs.BsonDocumentCodec());
    var buffer = raw.getByteBuffer().asNIO();
    byte[] bytes = new byte[buffer.remaining()];
    buffer.get(bytes);
    return java.util.Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  @ParameterizedTest
  @MethodSource("paths")
  void aPath(String path) {
    refused(server.get(attacker, path), mongo.all("things"));
  }

  @Test
  void theAdministrationIsNotForUsers() {
    List<BsonDocument> before = mongo.all("things");
    refused(server.call(attacker, "PUT", "/admin/schemas/things", "{\"validator\":{}}"), before);
    refused(server.call(attacker, "DELETE", "/admin/schemas/things", ""), before);
    refused(server.call(attacker, "POST", "/admin/indexes/things", "{\"keys\":{\"a\":1}}"), before);
    refused(server.call(attacker, "DELETE", "/admin/indexes/things/_id_", ""), before);
    User service = User.service();
    for (String validator :
        List.of(
            "{\"$where\":\"1\"}",
            "{\"$expr\":{\"$function\":{}}}",
            "{\"$jsonSchema\":{\"$where\":\"1\"}}")) {
      refused(
          server.call(service, "PUT", "/admin/schemas/things", "{\"validator\":" + validator + "}"),
          before);
    }
    refused(
        server.call(service, "POST", "/admin/indexes/things", "{\"keys\":{\"$**\":1}}"), before);
    refused(
        server.call(
            service,
            "POST",
            "/admin/indexes/things",
            "{\"keys\":{\"a\":1},\"options\":{\"storageEngine\":{}}}"),
        before);
  }

  @Test
  void aBodyOfAnotherTypeIsRefused() {
    for (String type :
        List.of("text/plain", "application/x-www-form-urlencoded", "application/bson")) {
      refused(
          server.call(attacker, "POST", DOCUMENTS, type, "{\"a\":1}".getBytes(UTF_8)),
          mongo.all("things"));
    }
    refused(
        server.call(
            attacker, "POST", DOCUMENTS, "application/json", new byte[] {'"', (byte) 0xff, '"'}),
        mongo.all("things"));
  }
}
