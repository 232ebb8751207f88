package dev.minibaas.acceptance.client;

import dev.minibaas.acceptance.stack.Database;
import dev.minibaas.acceptance.stack.Platform;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The published supabase-js, run by Node. */
@Tag("client")
class SupabaseClientIT {
  @RegisterExtension static final Platform PLATFORM = Platform.shared();

  private static final String FUNCTION = "acceptance_add";

  @BeforeAll
  static void createFunction() {
    Database database = PLATFORM.database();
    database.execute(
        """
        create or replace function public.%s(a integer, b integer) returns integer
        language sql immutable return a + b\
        """
            .formatted(FUNCTION));
    // the API learns of it by a notification, a moment later
    var call = PLATFORM.api().post("/rest/v1/rpc/" + FUNCTION, "{\"a\":1,\"b\":1}");
    for (int i = 0; i < 100 && call.send().status() == 404; i++) {
      database.column("select 1 from pg_sleep(0.1)");
    }
  }

  @AfterAll
  static void dropFunction() {
    PLATFORM.database().execute("drop function public." + FUNCTION);
  }

  @Test
  void two_users_work_beside_each_other() throws IOException, InterruptedException {
    NodeScript.succeed(
        "two-users.mjs",
        Map.of(
            "BASE_URL", PLATFORM.api().base().toString(),
            "ANON_KEY", PLATFORM.anonKey(),
            "RPC_FUNCTION", FUNCTION),
        List.of());
  }
}
