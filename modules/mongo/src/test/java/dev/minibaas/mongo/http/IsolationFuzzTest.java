package dev.minibaas.mongo.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.minibaas.mongo.http.TestServer.Answer;
import dev.minibaas.mongo.http.TestServer.User;
import dev.minibaas.testkit.MongoExtension;
import dev.minibaas.testkit.TestMongo;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.bson.BsonDocument;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Random requests of B, each sent to two collections: A has documents in the one and none in the
 * other. The answers must be the same but for ids and times, so B can neither see, count nor change
 * anything of A's, nor tell that there is anything. 5,000 take half a minute; more by {@code
 * -Dfuzz.requests=10000}, other requests by {@code -Dfuzz.seed=…}.
 */
@ExtendWith(MongoExtension.class)
class IsolationFuzzTest {
  private static final int REQUESTS = Integer.getInteger("fuzz.requests", 5_000);
  private static final long SEED = Long.getLong("fuzz.seed", 20_261_125L);
  private static final String SHARED = "shared";
  private static final String ALONE = "alone1";

  private static final Pattern IDS = Pattern.compile("\"[0-9a-f]{24}\"");
  private static final Pattern TIMES = Pattern.compile("\"20[0-9T:.-]{8,30}Z\"");
  private static final Pattern CURSORS = Pattern.compile("\"next_cursor\":\"([A-Za-z0-9_-]+)\"");

  private final TestMongo mongo;
  private final User a = User.fresh();
  private final User b = User.fresh();

  IsolationFuzzTest(TestMongo mongo) {
    this.mongo = mongo;
  }

  @Test
  void bSeesCountsAndChangesNothingOfAs() throws Exception {
    try (TestServer server = TestServer.on(mongo)) {
      List<String> secrets = documentsOfA(server);
      List<BsonDocument> before = ofA();
      World shared = new World(server, SHARED);
      World alone = new World(server, ALONE);
      RandomRequests requests = new RandomRequests(SEED, a.id(), secrets);
      Set<Integer> statuses = new TreeSet<>();
      for (int i = 0; i < REQUESTS; i++) {
        RandomRequests.Request request = requests.next(shared.ids.size());
        Answer seen = shared.send(request);
        Answer expected = alone.send(request);
        assertThat(seen.text()).as("%d: %s", i, request).doesNotContain("secret-of-a", a.id());
        assertThat(normalised(seen)).as("%d: %s", i, request).isEqualTo(normalised(expected));
        assertThat(seen.status()).as("%d: %s", i, request).isLessThan(500);
        statuses.add(seen.status());
      }
      assertThat(ofA()).isEqualTo(before);
      // the requests are worth something: they succeed and fail in all ways
      assertThat(statuses).contains(200, 201, 400, 403, 404);
      assertThat(
              server
                  .get(a, "/collections/" + SHARED + "/count")
                  .data()
                  .getNumber("count")
                  .intValue())
          .isEqualTo(secrets.size());
    }
  }

  private List<String> documentsOfA(TestServer server) {
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      String json =
          "{\"s\":\"secret-of-a\",\"n\":%d,\"t\":\"%s\",\"list\":[%d,\"x\"],\"o\":{\"n\":%d}}"
              .formatted(i % 7, "abcdefg".charAt(i % 7), i, i % 3);
      ids.add(server.call(a, "POST", "/collections/" + SHARED + "/documents", json).id());
    }
    // so that the other collection and its index are there as well
    String other = "/collections/" + ALONE + "/documents";
    server.call(a, "DELETE", other + "/" + server.call(a, "POST", other, "{}").id(), "");
    return ids;
  }

  private List<BsonDocument> ofA() {
    return mongo.all(SHARED).stream()
        .filter(each -> each.getString("owner_id").getValue().equals(a.id()))
        .toList();
  }

  private static String normalised(Answer answer) {
    String text = IDS.matcher(answer.text()).replaceAll("\"id\"");
    text = TIMES.matcher(text).replaceAll("\"time\"");
    return answer.status() + CURSORS.matcher(text).replaceAll("\"next_cursor\":\"…\"");
  }

  /** One collection as B knows it. */
  private final class World {
    private final TestServer server;
    private final String collection;
    private final List<String> ids = new ArrayList<>();
    private String cursor = "none";

    World(TestServer server, String collection) {
      this.server = server;
      this.collection = collection;
    }

    Answer send(RandomRequests.Request request) {
      String path =
          fill(request.path()).replace("{collection}", collection).replace("{cursor}", cursor);
      Answer answer = server.call(b, request.method(), path, fill(request.body()));
      var next = CURSORS.matcher(answer.text());
      if (next.find()) {
        cursor = next.group(1);
      }
      if (answer.status() == 201) {
        if (answer.body().isArray("data")) {
          answer.list().forEach(each -> ids.add(each.asDocument().getString("id").getValue()));
        } else {
          ids.add(answer.id());
        }
      }
      return answer;
    }

    /** Puts B's own ids, which differ in each world, in the places of their numbers. */
    private String fill(String text) {
      String filled = text;
      for (int from = filled.indexOf("{own:"); from >= 0; from = filled.indexOf("{own:")) {
        int end = filled.indexOf('}', from);
        int number = Integer.parseInt(filled.substring(from + 5, end));
        filled = filled.substring(0, from) + ids.get(number) + filled.substring(end + 1);
      }
      return filled;
    }
  }
}
