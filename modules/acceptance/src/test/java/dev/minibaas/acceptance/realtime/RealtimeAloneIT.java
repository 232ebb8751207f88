package dev.minibaas.acceptance.realtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.minibaas.acceptance.http.Account;
import dev.minibaas.acceptance.http.Api;
import dev.minibaas.acceptance.stack.Alone;
import dev.minibaas.acceptance.stack.Platform;
import jakarta.json.JsonObject;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The service on its own server, as Compose runs it, beside a platform that has the database. */
class RealtimeAloneIT {
  private static final String PASSWORD = "a-password-of-the-tests";

  @RegisterExtension
  static final Platform PLATFORM =
      Platform.own(
          "beside", Map.of("AUTHENTICATOR_PASSWORD", PASSWORD, "REALTIME_DB_PASSWORD", PASSWORD));

  private static @Nullable Alone alone;

  private final Api api = Objects.requireNonNull(alone).api(PLATFORM.anonKey());

  @BeforeAll
  static void start() throws Exception {
    PLATFORM
        .database()
        .execute(
            """
            create table public.rt_alone (
              id bigint generated always as identity primary key,
              owner uuid not null, said text);
            create policy own on public.rt_alone using (owner = auth.uid());
            grant all on public.rt_alone to authenticated;
            alter publication supabase_realtime add table public.rt_alone;
            """);
    URI database = URI.create(PLATFORM.database().jdbcUrl().substring("jdbc:".length()));
    Map<String, String> settings = new HashMap<>();
    settings.put("POSTGRES_HOST", database.getHost());
    settings.put("POSTGRES_PORT", Integer.toString(database.getPort()));
    settings.put("POSTGRES_DB", database.getPath().substring(1));
    settings.put("AUTHENTICATOR_PASSWORD", PASSWORD);
    settings.put("REALTIME_DB_URL", PLATFORM.database().jdbcUrl());
    settings.put("REALTIME_DB_PASSWORD", PASSWORD);
    settings.put("REALTIME_SLOT", "alone");
    settings.put("JWT_SECRET", PLATFORM.jwtSecret());
    settings.put("JWKS_URL", PLATFORM.api().base() + "/auth/v1/.well-known/jwks.json");
    settings.put("KONG_PUBLIC_API_KEY", PLATFORM.anonKey());
    settings.put("KONG_SERVICE_API_KEY", PLATFORM.serviceKey());
    alone = Alone.start("realtime", settings);
  }

  @AfterAll
  static void stop() throws Exception {
    if (alone != null) {
      alone.close();
    }
  }

  private static void insert(Account owner, String said) {
    PLATFORM
        .database()
        .execute(
            "insert into public.rt_alone (owner, said) values ('%s', '%s')"
                .formatted(owner.id(), said));
  }

  @Test
  void changes_of_own_rows_and_what_is_published_come() {
    Account ann = PLATFORM.api().signUp();
    Account bob = PLATFORM.api().signUp();
    try (var socket = new Socket(api, "/realtime/v1?token=" + ann.accessToken())) {
      socket.hear("AUTH_OK");
      socket
          .say("{'type':'SUBSCRIBE','sub_id':'rows','topic':'pg/rt_alone/inserted'}")
          .hear("SUBSCRIBED");
      socket.say("{'type':'SUBSCRIBE','sub_id':'chat','topic':'chat/*'}").hear("SUBSCRIBED");
      insert(bob, "not for ann");
      insert(ann, "one");
      assertThat(socket.hear("EVENT").toString()).contains("\"said\":\"one\"");
      api.post(
              "/realtime/v1/publish",
              "{\"topic\":\"chat/a\",\"event_type\":\"said\",\"payload\":{\"n\":1}}")
          .key(PLATFORM.serviceKey())
          .send()
          .is(200);
      assertThat(socket.hear("EVENT").getString("sub_id")).isEqualTo("chat");
    }
  }

  @Test
  void a_broadcast_of_a_channel_comes_to_its_members() throws InterruptedException {
    String path = "/realtime/v1/websocket?vsn=1.0.0&apikey=" + PLATFORM.anonKey();
    try (var one = new Socket(api, path);
        var other = new Socket(api, path)) {
      for (Socket socket : new Socket[] {one, other}) {
        socket.say(
            "{'topic':'realtime:room','event':'phx_join','ref':'1','join_ref':'1','payload':"
                + "{'config':{'broadcast':{},'presence':{'key':''},'postgres_changes':[]}}}");
        assertThat(event(socket, "phx_reply").getJsonObject("payload").getString("status"))
            .isEqualTo("ok");
      }
      one.say(
          "{'topic':'realtime:room','event':'broadcast','ref':'2','join_ref':'1','payload':"
              + "{'type':'broadcast','event':'said','payload':{'n':1}}}");
      assertThat(event(other, "broadcast").toString()).contains("\"n\":1");
    }
  }

  private static JsonObject event(Socket socket, String event) throws InterruptedException {
    while (true) {
      JsonObject message = socket.poll(10_000);
      if (message == null) {
        throw new AssertionError("no " + event + " came");
      }
      if (message.getString("event").equals(event)) {
        return message;
      }
    }
  }

  @Test
  void it_says_how_it_is() {
    JsonObject health = api.get("/realtime/v1/health").send().is(200).object();
    assertThat(health.getString("status")).isEqualTo("ok");
    assertThat(health.getJsonObject("filter_index").getInt("circuit_trips")).isZero();
    api.get("/realtime/v1/health/ready").send().is(200);
    assertThat(Socket.refusal(api, "/realtime/ws")).isEqualTo(101);
    assertThat(api.get("/realtime/orders").send().is(404).body()).contains("there is nothing here");
  }
}
