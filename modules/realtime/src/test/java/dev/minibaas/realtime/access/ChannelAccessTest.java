package dev.minibaas.realtime.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.minibaas.platform.sql.CallerSessions;
import dev.minibaas.realtime.access.ChannelRights.Rights;
import dev.minibaas.testkit.PostgresExtension;
import dev.minibaas.testkit.TestDatabase;
import dev.minibaas.testkit.TestDatabase.Login;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(PostgresExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ChannelAccessTest {
  private final TestDatabase database;
  private final ChannelAccess access;
  private final Identity ann = new Identity("authenticated", "{\"sub\":\"ann\"}");

  ChannelAccessTest(TestDatabase database) {
    this.database = database;
    this.access = new ChannelAccess(new CallerSessions(database.pool(Login.AUTHENTICATOR, 1)));
  }

  @BeforeAll
  void messages() {
    database.execute(
        """
        drop schema if exists realtime cascade;
        create schema realtime;
        grant usage on schema realtime to authenticator, anon, authenticated;
        create table realtime.messages (id uuid not null default gen_random_uuid(),
          topic text not null, extension text not null, payload jsonb, binary_payload bytea,
          event text, private boolean default false, updated_at timestamp not null default now(),
          inserted_at timestamp not null default now(), primary key (id, inserted_at))
          partition by range (inserted_at);
        create table realtime.messages_default partition of realtime.messages default;
        alter table realtime.messages enable row level security;
        grant select, insert, update on realtime.messages to anon, authenticated;
        create function realtime.topic() returns text language sql stable
          as $$ select nullif(current_setting('realtime.topic', true), '') $$;
        create function realtime.insert_probes(topic text) returns void language sql
          security definer set search_path = ''
          as $$ insert into realtime.messages (topic, extension)
            values ($1, 'broadcast'), ($1, 'presence') $$;
        revoke execute on all functions in schema realtime from public;
        grant execute on function realtime.topic() to anon, authenticated;
        grant execute on function realtime.insert_probes(text) to authenticator;
        create policy listens on realtime.messages for select to authenticated using (
          extension = 'broadcast' and realtime.topic() = 'room:' || (auth.jwt() ->> 'sub'));
        create policy everything on realtime.messages to authenticated
          using (realtime.topic() = 'all''s') with check (realtime.topic() = 'all''s');
        create policy by_header on realtime.messages for select to anon using (
          extension = 'presence'
          and current_setting('request.headers', true)::json ->> 'x-"door' = 'op''en');
        """);
  }

  @Test
  void reading_and_writing_are_told_apart() {
    assertThat(access.rights(ann, "room:ann", Map.of()))
        .isEqualTo(new Rights(true, false, false, false));
    assertThat(access.rights(ann, "all's", Map.of())).isEqualTo(new Rights(true, true, true, true));
    assertThat(access.rights(ann, "room:bob", Map.of())).isEqualTo(Rights.NONE);
    assertThat(access.mayBroadcast(ann, "all's", Map.of())).isTrue();
    assertThat(access.mayBroadcast(ann, "room:ann", Map.of())).isFalse();
  }

  @Test
  void a_policy_may_ask_for_private_messages() {
    database.execute(
        "create policy writes on realtime.messages for insert to authenticated"
            + " with check (private and realtime.topic() = 'writers')");
    assertThat(access.mayBroadcast(ann, "writers", Map.of())).isTrue();
  }

  @Test
  void policies_see_the_headers() {
    var anon = new Identity("anon", "{}");
    assertThat(access.rights(anon, "t", Map.of("x-\"door", "op'en")))
        .isEqualTo(new Rights(false, true, false, false));
    assertThat(access.rights(anon, "t", Map.of())).isEqualTo(Rights.NONE);
  }

  @Test
  void messages_of_others_are_no_right_to_read() {
    database.execute(
        "create policy sent on realtime.messages for select to authenticated"
            + " using (event = 'old'); insert into realtime.messages (topic, extension, event)"
            + " values ('news', 'broadcast', 'old')");
    assertThat(access.rights(ann, "news", Map.of())).isEqualTo(Rights.NONE);
  }

  @Test
  void nothing_stays_of_the_probes_and_no_role_on_the_connection() {
    String count = "select count(*) from realtime.messages where event is null";
    access.rights(ann, "all's", Map.of());
    assertThat(database.query(count)).containsExactly("0");
    for (String forged : List.of("postgres", "authenticator", "none", "nobody")) {
      var identity = new Identity(forged, "{}");
      assertThat(access.rights(identity, "all's", Map.of())).as(forged).isEqualTo(Rights.NONE);
      assertThat(access.mayBroadcast(identity, "all's", Map.of())).as(forged).isFalse();
    }
    // the only connection of the pool still is its login role, which alone may insert probes
    assertThat(access.rights(ann, "room:ann", Map.of()).readBroadcast()).isTrue();
  }
}
