package dev.minibaas.acceptance.realtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.minibaas.acceptance.hostile.Tokens;
import dev.minibaas.acceptance.http.Account;
import dev.minibaas.acceptance.http.Api;
import dev.minibaas.acceptance.stack.Platform;
import jakarta.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The platform's own protocol, over WebSocket and HTTP, through the gateway. */
@Tag("phase11")
class OwnProtocolIT {
  @RegisterExtension static final Platform PLATFORM = Platform.shared();

  private final Api api = PLATFORM.api();
  private final String key = "?apikey=" + PLATFORM.anonKey();
  private final String serviceKey = "?apikey=" + PLATFORM.serviceKey();

  @BeforeAll
  static void createTable() {
    PLATFORM
        .database()
        .execute(
            """
            create table public.rt_own (
              id bigint generated always as identity primary key,
              owner uuid not null, said text);
            create policy own on public.rt_own using (owner = auth.uid());
            grant all on public.rt_own to authenticated;
            alter publication supabase_realtime add table public.rt_own;
            """);
  }

  @AfterAll
  static void dropTable() {
    PLATFORM.database().execute("drop table public.rt_own");
  }

  private static void insert(Account owner, String said) {
    PLATFORM
        .database()
        .execute(
            "insert into public.rt_own (owner, said) values ('%s', '%s')"
                .formatted(owner.id(), said));
  }

  private Socket open(Account account) {
    var socket = new Socket(api, "/realtime/v1" + key + "&token=" + account.accessToken());
    socket.hear("AUTH_OK");
    return socket;
  }

  private static String said(JsonObject event) {
    return event
        .getJsonObject("event")
        .getJsonObject("payload")
        .getJsonObject("data")
        .getString("said");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/realtime/v1", "/realtime/v1/ws", "/realtime/ws", "/realtime/v1/websocket"})
  void a_handshake_needs_the_gateways_key(String path) {
    assertThat(Socket.refusal(api, path)).isEqualTo(401);
    assertThat(Socket.refusal(api, path + "?apikey=wrong")).isEqualTo(401);
    assertThat(Socket.refusal(api, path + key)).isEqualTo(101);
  }

  @Test
  void the_contracts_ways_in() {
    String token = api.signUp().accessToken();
    for (String path :
        List.of("/realtime/v1", "/realtime/v1/", "/realtime/v1/ws", "/realtime/ws")) {
      for (String query : List.of("&jwt=" + token, "&channel=public&token=" + token)) {
        try (var socket = new Socket(api, path + key + query)) {
          socket.hear("AUTH_OK");
        }
      }
    }
    assertThat(Socket.refusal(api, "/realtime/v1" + key + "&channel=public&token=")).isEqualTo(101);
    assertThat(api.get("/realtime/v1").send().is(426).needs("RateLimit-Limit")).isNotEmpty();
    for (String path :
        List.of("/realtime", "/realtime/", "/realtime/v2", "/realtime/health/ready")) {
      api.get(path).send().is(404);
    }
  }

  @Test
  void who_has_not_said_who_it_is_gets_nothing() {
    try (var socket = new Socket(api, "/realtime/v1" + key)) {
      socket.say("{'type':'PING'}").hear("PONG");
      assertThat(socket.say("{'type':'SUBSCRIBE','sub_id':'a','topic':'pg/**'}").error())
          .isEqualTo("NOT_AUTHENTICATED");
      assertThat(socket.say("{'type':'AUTH','token':'not.a.token'}").error())
          .isEqualTo("AUTH_FAILED");
      assertThat(socket.closeCode()).isEqualTo(1008);
    }
  }

  @Test
  void who_has_a_token_that_expires_is_closed() {
    // 30 seconds later it is refused, since clocks differ
    Instant expiry = Instant.now().minusSeconds(26);
    String token =
        Tokens.valid(PLATFORM.jwtSecret(), Tokens.claims(UUID.randomUUID().toString(), expiry));
    try (var socket = new Socket(api, "/realtime/v1" + key + "&token=" + token)) {
      socket.hear("AUTH_OK");
      assertThat(socket.error()).isEqualTo("AUTH_FAILED");
      assertThat(socket.closeCode()).isEqualTo(1008);
    }
  }

  @Test
  void each_gets_the_changes_of_own_rows_and_goes_on_where_it_was() {
    Account ann = api.signUp();
    Account bob = api.signUp();
    String position;
    try (var anns = open(ann);
        var bobs = open(bob)) {
      anns.say("{'type':'SUBSCRIBE','sub_id':'s','topic':'pg/rt_own/inserted'}").hear("SUBSCRIBED");
      bobs.say("{'type':'SUBSCRIBE','sub_id':'s','topic':'pg/public/rt_own/*'}").hear("SUBSCRIBED");
      insert(ann, "one");
      insert(bob, "his");
      JsonObject event = anns.hear("EVENT");
      assertThat(said(event)).isEqualTo("one");
      assertThat(event.getJsonObject("event").getString("topic")).isEqualTo("pg/rt_own/inserted");
      assertThat(event.getJsonObject("event").getString("event_type")).isEqualTo("inserted");
      assertThat(said(bobs.hear("EVENT"))).isEqualTo("his");
      anns.nothingComes();
      bobs.nothingComes();
      position = event.getJsonObject("event").getString("position");
    }
    insert(ann, "two");
    insert(bob, "not for ann");
    insert(ann, "three");
    try (var again = open(ann)) {
      again
          .say(
              "{'type':'SUBSCRIBE','sub_id':'s','topic':'pg/rt_own/inserted',"
                  + "'options':{'resume_from':'"
                  + position
                  + "'}}")
          .hear("SUBSCRIBED");
      assertThat(said(again.hear("EVENT"))).isEqualTo("two");
      assertThat(said(again.hear("EVENT"))).isEqualTo("three");
      insert(ann, "four");
      assertThat(said(again.hear("EVENT"))).isEqualTo("four");
      again.say("{'type':'UNSUBSCRIBE','sub_id':'s'}").hear("UNSUBSCRIBED");
      insert(ann, "five");
      again.nothingComes();
    }
  }

  @Test
  void with_a_new_token_one_goes_on_as_someone_else() {
    Account ann = api.signUp();
    Account bob = api.signUp();
    String as = "{'type':'AUTH','token':'%s'}";
    try (var socket = open(ann)) {
      socket.say("{'type':'SUBSCRIBE','sub_id':'s','topic':'pg/rt_own/inserted'}");
      socket.hear("SUBSCRIBED");
      insert(ann, "of ann");
      assertThat(said(socket.hear("EVENT"))).isEqualTo("of ann");
      socket.say(as.formatted(bob.accessToken())).hear("AUTH_OK");
      insert(ann, "not for bob");
      insert(bob, "of bob");
      assertThat(said(socket.hear("EVENT"))).isEqualTo("of bob");
      String elsewhere =
          Tokens.valid(
              PLATFORM.jwtSecret(),
              Tokens.claims(bob.id(), Instant.now().plusSeconds(60))
                  .replaceFirst("\\{", "{\"namespaces\":[\"mongo\"],"));
      socket.say(as.formatted(elsewhere)).hear("AUTH_OK");
      assertThat(socket.error()).isEqualTo("FORBIDDEN");
      insert(bob, "not for bob either");
      socket.nothingComes();
    }
  }

  @Test
  void a_policy_that_changes_takes_effect_at_once() {
    Account ann = api.signUp();
    try (var socket = open(ann)) {
      socket.say("{'type':'SUBSCRIBE','sub_id':'s','topic':'pg/rt_own/'}").hear("SUBSCRIBED");
      insert(ann, "seen");
      assertThat(said(socket.hear("EVENT"))).isEqualTo("seen");
      PLATFORM
          .database()
          .execute("create policy hidden on public.rt_own as restrictive using (said <> 'hidden')");
      insert(ann, "hidden");
      insert(ann, "after");
      assertThat(said(socket.hear("EVENT"))).isEqualTo("after");
    } finally {
      PLATFORM.database().execute("drop policy if exists hidden on public.rt_own");
    }
  }

  @Test
  void what_is_published_comes_in_order_to_those_who_want_it() {
    Account ann = api.signUp();
    String topic = "chat/" + UUID.randomUUID();
    try (var listener = open(ann);
        var service = new Socket(api, "/realtime/v1/ws" + serviceKey)) {
      service.hear("AUTH_OK");
      listener.say(
          "{'type':'SUBSCRIBE_BATCH','subscriptions':[{'sub_id':'a','topic':'"
              + topic
              + "'},{'sub_id':'b','topic':'chat/**','filter':{'payload.n':{'eq':2}}},{}]}");
      // an invalid item is answered at once, a good one when it is so
      assertThat(Stream.generate(listener::hear).limit(3).map(each -> each.getString("type")))
          .containsExactlyInAnyOrder("SUBSCRIBED", "SUBSCRIBED", "ERROR");
      String event = "{'topic':'" + topic + "','event_type':'said','payload':{'n':%d}}";
      service.say(event.formatted(1).replace("{'topic'", "{'type':'PUBLISH','topic'"));
      JsonObject first = listener.hear("EVENT");
      assertThat(first.getString("sub_id")).isEqualTo("a");
      api.post("/realtime/v1/publish", event.formatted(2).replace('\'', '"'))
          .key(PLATFORM.serviceKey())
          .send()
          .is(200);
      assertThat(listener.hear("EVENT").getJsonObject("event").getInt("sequence")).isEqualTo(2);
      listener.hear("EVENT");
      String batch = "{'events':[" + event.formatted(3) + "," + event.formatted(4) + "]}";
      var answer =
          api.post("/realtime/v1/publish/batch", batch.replace('\'', '"'))
              .key(PLATFORM.serviceKey())
              .send()
              .is(200);
      assertThat(answer.object().getJsonArray("results")).hasSize(2);
      listener.hear("EVENT");
      listener.hear("EVENT");
      assertThat(
              listener
                  .say("{'type':'PUBLISH','topic':'" + topic + "','event_type':'e','payload':1}")
                  .error())
          .isEqualTo("FORBIDDEN");
      assertThat(
              service
                  .say("{'type':'PUBLISH','topic':'pg/x/y','event_type':'e','payload':1}")
                  .error())
          .isEqualTo("FORBIDDEN");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "not json|INVALID_MESSAGE",
        "[1]|INVALID_MESSAGE",
        "{'type':'DANCE'}|INVALID_MESSAGE",
        "{'type':'SUBSCRIBE','topic':'a'}|INVALID_MESSAGE",
        "{'type':'SUBSCRIBE','sub_id':'a','topic':'/'}|INVALID_TOPIC",
        "{'type':'SUBSCRIBE','sub_id':'a','topic':'a','filter':{'b':{'like':1}}}|INVALID_FILTER",
        "{'type':'SUBSCRIBE','sub_id':'a','topic':'a','options':{'resume_from':'?'}}|INVALID_OPTIONS",
        "{'type':'UNSUBSCRIBE','sub_id':'nobody'}|UNKNOWN_SUBSCRIPTION",
      })
  void what_is_wrong_is_said(String message, String code) {
    try (var socket = open(api.signUp())) {
      assertThat(socket.say(message).error()).isEqualTo(code);
      assertThat(socket.sayBytes(new byte[] {1, 2, 3}).error()).isEqualTo("INVALID_MESSAGE");
      socket.nothingComes();
    }
  }

  @Test
  void who_publishes_too_fast_is_told_so() {
    try (var service = new Socket(api, "/realtime/v1/ws" + serviceKey)) {
      service.hear("AUTH_OK");
      String publish = "{'type':'PUBLISH','topic':'fast/a','event_type':'e','payload':1}";
      for (int i = 0; i < 1000; i++) {
        service.say(publish);
      }
      assertThat(service.error()).isEqualTo("RATE_LIMITED");
    }
  }

  @Test
  void by_http_too() {
    Account ann = api.signUp();
    String event = "{\"topic\":\"a\",\"event_type\":\"e\",\"payload\":1}";
    api.post("/realtime/v1/publish", event).send().is(401, 403);
    api.post("/realtime/v1/publish", event).as(ann).send().is(403);
    api.post("/realtime/v1/publish", "{\"event_type\":\"e\",\"payload\":1}")
        .key(PLATFORM.serviceKey())
        .send()
        .is(400);
    String large = "{\"topic\":\"a\",\"event_type\":\"e\",\"payload\":\"%s\"}";
    api.post("/realtime/v1/publish", large.formatted("x".repeat(66_000)))
        .key(PLATFORM.serviceKey())
        .send()
        .is(413);
    JsonObject health = api.get("/realtime/v1/health").send().is(200).object();
    assertThat(health.getString("status")).isEqualTo("ok");
    assertThat(health.getJsonObject("filter_index"))
        .containsOnlyKeys(
            "slots_active",
            "slots_allocated",
            "slots_freed",
            "subscriptions_rejected",
            "composite_key_count",
            "evaluations_total",
            "evaluations_empty",
            "matches_total",
            "last_eval_us",
            "peak_eval_us",
            "slow_evaluations",
            "circuit_trips",
            "circuit_bypassed");
    api.get("/realtime/v1/health").withoutKey().send().is(401);
  }
}
