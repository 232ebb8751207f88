package dev.minibaas.realtime.channels;

import static org.assertj.core.api.Assertions.assertThat;

import dev.minibaas.platform.sql.CallerSessions;
import dev.minibaas.realtime.access.Identity;
import dev.minibaas.realtime.phoenix.Content;
import dev.minibaas.realtime.phoenix.JoinPayload;
import dev.minibaas.realtime.phoenix.Outgoing;
import dev.minibaas.testkit.PostgresExtension;
import dev.minibaas.testkit.TestDatabase;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(PostgresExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PostgresReplaysTest {
  private static final Identity ADA = new Identity("authenticated", "{\"sub\":\"ada\"}");
  private static final Identity BOB = new Identity("authenticated", "{\"sub\":\"bob\"}");

  private final TestDatabase database;
  private final PostgresReplays replays;

  PostgresReplaysTest(TestDatabase database) {
    this.database = database;
    this.replays =
        new PostgresReplays(new CallerSessions(database.pool(TestDatabase.Login.AUTHENTICATOR, 1)));
  }

  @BeforeAll
  void messages() {
    database.execute(
        """
        drop schema if exists realtime cascade;
        create schema realtime;
        create table realtime.messages (
          id uuid not null default gen_random_uuid(), topic text not null, extension text not null,
          payload jsonb, binary_payload bytea, event text, private boolean default false,
          updated_at timestamp not null default now(), inserted_at timestamp not null default now());
        alter table realtime.messages enable row level security;
        grant usage on schema realtime to authenticated, anon;
        grant select on realtime.messages to authenticated, anon;
        create policy replays_of_ada on realtime.messages for select to authenticated
          using (current_setting('request.jwt.claims', true)::json ->> 'sub' = 'ada'
            and current_setting('realtime.topic', true) = topic
            and current_setting('request.headers', true)::json ->> 'x-room' = 'yes');
        """);
    insert("first", "'{\"n\":1}', null", "now() - interval '3 minutes'", "broadcast", true);
    insert("second", "null, '\\x00ff'", "now() - interval '2 minutes'", "broadcast", true);
    insert("third", "'null', null", "now() - interval '1 minute'", "broadcast", true);
    insert("public", "'{}', null", "now()", "broadcast", false);
    insert("presence", "'{}', null", "now()", "presence", true);
    String deep = "'" + "[".repeat(70) + "]".repeat(70) + "', null";
    insert("deep", deep, "now()", "broadcast", true);
  }

  private void insert(
      String event, String payloads, String time, String extension, boolean isPrivate) {
    database.execute(
        ("insert into realtime.messages (topic, extension, event, private, payload, binary_payload,"
                + " inserted_at) values ('room', '%s', '%s', %s, %s, %s)")
            .formatted(extension, event, isPrivate, payloads, time));
  }

  private List<Outgoing.Broadcast> read(Identity identity, String channel, long since, int limit) {
    return replays.read(
        identity, channel, new JoinPayload.Replay(since, limit), Map.of("x-room", "yes"));
  }

  @Test
  void theLatestComeOldestFirst() {
    List<Outgoing.Broadcast> messages = read(ADA, "room", 0, 25);
    assertThat(messages)
        .extracting(Outgoing.Broadcast::event)
        .as("private broadcasts, without the one that nobody could read")
        .containsExactly("first", "second", "third");
    assertThat(messages).allMatch(message -> message.topic().equals("realtime:room"));
    assertThat(messages.get(0).content()).hasToString("OfJson[value={\"n\":1}]");
    assertThat(messages.get(1).content()).isEqualTo(new Content.OfBytes(new byte[] {0, -1}));
    assertThat(messages.get(0).metadata()).isNotNull().containsOnlyKeys("replayed", "id");
  }

  @Test
  void asManyAsWanted() {
    assertThat(read(ADA, "room", 0, 2))
        .extracting(Outgoing.Broadcast::event)
        .containsExactly("third");
  }

  @Test
  void notOlderThanWanted() {
    long since = System.currentTimeMillis() - 150_000;
    assertThat(read(ADA, "room", since, 25))
        .extracting(Outgoing.Broadcast::event)
        .containsExactly("second", "third");
    assertThat(read(ADA, "room", 999_999_999_999_999_999L, 25)).isEmpty();
  }

  @Test
  void thePoliciesDecide() {
    assertThat(read(BOB, "room", 0, 25)).isEmpty();
    assertThat(read(ADA, "other", 0, 25)).isEmpty();
    assertThat(read(new Identity("anon", "{}"), "room", 0, 25)).isEmpty();
    assertThat(replays.read(ADA, "room", new JoinPayload.Replay(0, 25), Map.of())).isEmpty();
  }
}
