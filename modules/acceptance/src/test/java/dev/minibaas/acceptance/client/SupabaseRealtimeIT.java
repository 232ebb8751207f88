package dev.minibaas.acceptance.client;

import dev.minibaas.acceptance.stack.Platform;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Realtime as the published supabase-js speaks it, by both versions of its protocol. */
@Tag("client")
class SupabaseRealtimeIT {
  @RegisterExtension static final Platform PLATFORM = Platform.shared();

  @BeforeAll
  static void createTable() {
    PLATFORM
        .database()
        .execute(
            """
            create table public.rt_notes (
              id bigint generated always as identity primary key,
              owner uuid not null, title text not null, done boolean not null default false);
            create policy own on public.rt_notes using (owner = (select auth.uid()))
              with check (owner = (select auth.uid()));
            grant all on public.rt_notes to authenticated;
            alter publication supabase_realtime add table public.rt_notes;
            create policy rt_private on realtime.messages for select to authenticated
              using (realtime.topic() = 'private-' || auth.uid());
            create function public.rt_send(topic text) returns void
              language sql security definer set search_path = ''
              as $$ select realtime.send('{"a": 1}', 'from-sql', $1, true) $$;
            """);
    var probe = PLATFORM.api().post("/rest/v1/rpc/rt_send", "{\"topic\":\"nobody\"}");
    for (int i = 0; i < 100 && probe.send().status() == 404; i++) {
      PLATFORM.database().column("select 1 from pg_sleep(0.1)");
    }
  }

  @AfterAll
  static void dropTable() {
    PLATFORM
        .database()
        .execute(
            """
            drop function public.rt_send(text);
            drop policy rt_private on realtime.messages;
            drop table public.rt_notes;
            """);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.0.0", "2.0.0"})
  void changes_broadcasts_presence_and_private_channels(String vsn)
      throws IOException, InterruptedException {
    NodeScript.succeed(
        "realtime.mjs",
        Map.of(
            "BASE_URL", PLATFORM.api().base().toString(),
            "ANON_KEY", PLATFORM.anonKey(),
            "VSN", vsn),
        List.of());
  }
}
