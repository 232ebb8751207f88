package dev.minibaas.rest.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.minibaas.testkit.PostgresExtension;
import dev.minibaas.testkit.TestDatabase;
import dev.minibaas.testkit.TestDatabase.Login;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;

/** A client that hangs up takes its statement with it. */
@ExtendWith(PostgresExtension.class)
@EnabledOnOs(OS.LINUX)
class ClientGoneTest {
  private static final String SLEEPING =
      "select pid from pg_stat_activity where state = 'active' and query like '%\"nap\"%'"
          + " and pid <> pg_backend_pid() and datname = current_database()";
  private final TestDatabase database;

  ClientGoneTest(TestDatabase database) {
    this.database = database;
    database.execute(
        """
        create or replace function public.nap(seconds float) returns void volatile language sql
          as 'select pg_sleep(seconds)';
        notify pgrst, 'reload schema';
        """);
  }

  @Test
  void the_statement_of_a_client_that_is_gone_is_cancelled() throws Exception {
    Map<String, String> settings = new HashMap<>(database.settings());
    settings.put("JWT_SECRET", "a secret of thirty-two characters");
    try (RestServer server = RestServer.start(settings, database.pool(Login.AUTHENTICATOR, 2), 0)) {
      URI uri = URI.create(server.baseUrl());
      for (String request : new String[] {"POST /rest/v1/rpc/nap", "GET /rest/v1/rpc/nap"}) {
        try (Socket client = new Socket(uri.getHost(), uri.getPort())) {
          String body = request.startsWith("POST") ? "{\"seconds\":600}" : "";
          String head =
              request
                  + (body.isEmpty() ? "?seconds=600" : "")
                  + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                  + "Content-Length: "
                  + body.length()
                  + "\r\n\r\n";
          client.getOutputStream().write((head + body).getBytes(StandardCharsets.UTF_8));
          await(1);
          // as long as the client waits, its statement runs
          Thread.sleep(2500);
          assertThat(database.query(SLEEPING)).hasSize(1);
        }
        await(0);
      }
    }
  }

  private void await(int running) throws InterruptedException {
    for (int i = 0; i < 200 && database.query(SLEEPING).size() != running; i++) {
      Thread.sleep(100);
    }
    assertThat(database.query(SLEEPING)).hasSize(running);
  }
}
