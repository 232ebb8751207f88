package dev.minibaas.acceptance.realtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.minibaas.acceptance.http.Account;
import dev.minibaas.acceptance.http.Answer;
import dev.minibaas.acceptance.http.Api;
import dev.minibaas.acceptance.stack.Platform;
import jakarta.json.JsonObject;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Documents that change over HTTP, and sockets that are told, through the gateway. */
@Tag("phase11")
class DocumentChangesIT {
  @RegisterExtension static final Platform PLATFORM = Platform.shared();

  private static final String DOCUMENTS = "/mongo/v1/collections/rt_things/documents";

  private final Api api = PLATFORM.api();

  @BeforeAll
  static void awaitSource() throws InterruptedException {
    long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    String state = "";
    while (!state.equals("reading")) {
      assertThat(System.nanoTime() - end).as("the source is " + state).isNegative();
      Thread.sleep(100);
      Answer health = PLATFORM.api().get("/realtime/v1/health").send().is(200);
      state = health.text("/mongodb/state");
    }
  }

  private Socket subscribed(String key, @Nullable Account account, String more) {
    String token = account == null ? "" : "&token=" + account.accessToken();
    var socket = new Socket(api, "/realtime/v1?apikey=" + key + token);
    socket.hear("AUTH_OK");
    socket
        .say("{'type':'SUBSCRIBE','sub_id':'s','topic':'mongo/rt_things/*'" + more + "}")
        .hear("SUBSCRIBED");
    return socket;
  }

  private String insert(Account owner, String title) {
    return api.post(DOCUMENTS, "{\"title\":\"" + title + "\"}")
        .as(owner)
        .send()
        .is(201)
        .text("/data/id");
  }

  private static JsonObject event(Socket socket, String type) {
    JsonObject event = socket.hear("EVENT").getJsonObject("event");
    assertThat(event.getString("topic")).isEqualTo("mongo/rt_things/" + type);
    assertThat(event.getString("event_type")).isEqualTo(type);
    return event;
  }

  private static JsonObject document(JsonObject event) {
    return event.getJsonObject("payload").getJsonObject("fullDocument");
  }

  @Test
  void each_gets_the_changes_of_own_documents_and_goes_on_where_it_was() {
    Account ann = api.signUp();
    Account bob = api.signUp();
    String position;
    try (var anns = subscribed(PLATFORM.anonKey(), ann, "");
        var bobs = subscribed(PLATFORM.anonKey(), bob, "")) {
      String id = insert(ann, "one");
      JsonObject inserted = event(anns, "inserted");
      assertThat(document(inserted).getString("title")).isEqualTo("one");
      assertThat(document(inserted).getString("owner_id")).isEqualTo(ann.id());
      assertThat(inserted.getJsonObject("payload").getJsonObject("documentKey").getString("_id"))
          .isEqualTo(id);
      position = inserted.getString("position");
      api.patch(DOCUMENTS + "/" + id, "{\"patch\":{\"title\":\"changed\"}}").as(ann).send().is(200);
      assertThat(document(event(anns, "updated")).getString("title")).isEqualTo("changed");
      insert(bob, "his");
      assertThat(document(event(bobs, "inserted")).getString("title")).isEqualTo("his");
      anns.nothingComes();
      bobs.nothingComes();
    }
    insert(ann, "two");
    try (var again =
        subscribed(PLATFORM.anonKey(), ann, ",'options':{'resume_from':'" + position + "'}")) {
      assertThat(document(event(again, "updated")).getString("title")).isEqualTo("changed");
      assertThat(document(event(again, "inserted")).getString("title")).isEqualTo("two");
      again.nothingComes();
    }
  }

  @Test
  void deletes_are_for_the_service_role() {
    Account ann = api.signUp();
    try (var anns = subscribed(PLATFORM.anonKey(), ann, "");
        var all = subscribed(PLATFORM.serviceKey(), null, "")) {
      String id = insert(ann, "short");
      event(anns, "inserted");
      event(all, "inserted");
      api.delete(DOCUMENTS + "/" + id).as(ann).send().is(200);
      assertThat(
              event(all, "deleted")
                  .getJsonObject("payload")
                  .getJsonObject("documentKey")
                  .getString("_id"))
          .isEqualTo(id);
      anns.nothingComes();
    }
  }
}
