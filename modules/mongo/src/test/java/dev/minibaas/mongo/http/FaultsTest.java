package dev.minibaas.mongo.http;

import static dev.minibaas.mongo.http.TestServer.DOCUMENTS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.minibaas.devstack.FreePort;
import dev.minibaas.devstack.mongo.EmbeddedMongo;
import dev.minibaas.mongo.http.TestServer.Answer;
import dev.minibaas.mongo.http.TestServer.User;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** MongoDB goes and comes back: the service says so, and goes on by itself. */
class FaultsTest {
  @TempDir Path directory;

  private final User user = User.fresh();
  private final int port = FreePort.any();

  private TestServer service() throws Exception {
    return TestServer.start(
        Map.of(
            "MONGO_URI", "mongodb://127.0.0.1:" + port, "MONGO_SERVER_SELECTION_TIMEOUT", "300"));
  }

  @Test
  void aServerThatIsGoneIsToldAndItsReturnIsNoticed() throws Exception {
    EmbeddedMongo mongo = EmbeddedMongo.start(directory, port);
    try (TestServer server = service()) {
      String id = server.call(user, "POST", DOCUMENTS, "{\"n\":1}").id();
      assertThat(server.get(User.nobody(), "/health").status()).isEqualTo(200);

      mongo.close();
      for (Answer answer :
          List.of(
              server.get(user, DOCUMENTS + "/" + id),
              server.get(user, DOCUMENTS),
              server.call(user, "POST", DOCUMENTS, "{\"n\":2}"),
              server.get(user, "/admin/collections"),
              server.get(User.nobody(), "/health"))) {
        assertThat(answer.refusal()).isEqualTo("503 mongo_unavailable");
        assertThat(answer.text()).doesNotContain("127.0.0.1", "Exception", "com.mongodb");
      }
      // what needs no database is answered as ever
      assertThat(server.get(user, DOCUMENTS + "/x").refusal()).isEqualTo("400 invalid_id");

      mongo = EmbeddedMongo.start(directory, port);
      while (server.get(User.nobody(), "/health").status() != 200) {
        Thread.onSpinWait();
      }
      assertThat(server.get(user, DOCUMENTS + "/" + id).id()).isEqualTo(id);
    } finally {
      mongo.close();
    }
  }

  @Test
  void aServiceStartsBeforeItsDatabase() throws Exception {
    try (TestServer server = service()) {
      assertThat(server.get(User.nobody(), "/health").refusal()).isEqualTo("503 mongo_unavailable");
      EmbeddedMongo mongo = EmbeddedMongo.start(directory, port);
      try {
        while (server.get(User.nobody(), "/health").status() != 200) {
          Thread.onSpinWait();
        }
        assertThat(server.call(user, "POST", DOCUMENTS, "{}").status()).isEqualTo(201);
        // the demo collection is made as soon as that is possible
        while (server.get(user, "/admin/schemas/demo").status() != 200) {
          Thread.sleep(50);
        }
      } finally {
        mongo.close();
      }
    }
  }

  @Test
  void whatIsUnderWayEndsInAnAnswerOrADocumentedError() throws Exception {
    EmbeddedMongo mongo = EmbeddedMongo.start(directory, port);
    List<String> odd = new CopyOnWriteArrayList<>();
    AtomicBoolean stop = new AtomicBoolean();
    try (TestServer server = service()) {
      List<Thread> clients =
          java.util.stream.IntStream.range(0, 4)
              .mapToObj(i -> Thread.ofPlatform().start(() -> work(server, odd, stop)))
              .toList();
      for (int i = 0; i < 3; i++) {
        Thread.sleep(200);
        mongo.close();
        Thread.sleep(200);
        mongo = EmbeddedMongo.start(directory, port);
      }
      stop.set(true);
      for (Thread client : clients) {
        client.join();
      }
      assertThat(odd).isEmpty();
      while (server.get(user, DOCUMENTS).status() != 200) {
        Thread.onSpinWait();
      }
    } finally {
      mongo.close();
    }
  }

  private void work(TestServer server, List<String> odd, AtomicBoolean stop) {
    while (!stop.get()) {
      Answer created = server.call(user, "POST", DOCUMENTS, "{\"n\":1}");
      Answer read = server.get(user, DOCUMENTS + "?limit=3");
      for (Answer answer : List.of(created, read)) {
        boolean right = answer.status() == 200 || answer.status() == 201;
        if (!right && !answer.refusal().equals("503 mongo_unavailable")) {
          odd.add(answer.text());
        }
      }
    }
  }
}
