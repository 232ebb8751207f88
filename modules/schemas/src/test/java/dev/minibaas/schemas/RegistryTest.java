package dev.minibaas.schemas;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.minibaas.engines.target.EngineKind;
import dev.minibaas.platform.caller.Caller;
import dev.minibaas.platform.error.ApiError;
import dev.minibaas.platform.error.ErrorCode;
import dev.minibaas.platform.settings.Settings;
import dev.minibaas.testkit.Tokens;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The call of the registry, against a server that answers as it is told. */
class RegistryTest {
  private static final UUID ID = UUID.randomUUID();
  private static final Caller USER = Caller.ofClaims(Map.of("sub", "alice"), "authenticated", null);

  private final List<String> calls = new CopyOnWriteArrayList<>();
  private HttpServer server;
  private int status = 200;
  private String body =
      """
      {"success":true,"data":{"id":"%s","tenant_id":"alice","engine":"postgresql","name":"n",
       "revision":1,"connection_string":"postgresql://u:p@db/x",
       "options":{"read_only":true,"timeout_ms":700}}}\
      """
          .formatted(ID);

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          calls.add(
              exchange.getRequestURI()
                  + " "
                  + exchange.getRequestHeaders().getFirst("X-Tenant-Id")
                  + " "
                  + exchange.getRequestHeaders().getFirst("X-Caller-Role")
                  + " "
                  + exchange.getRequestHeaders().containsKey("Authorization"));
          byte[] bytes = body.getBytes(UTF_8);
          exchange.sendResponseHeaders(status, bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private Registry registry() {
    return new Registry(
        SchemasConfig.from(
            Settings.of(
                Map.of(
                    "JWT_SECRET",
                    Tokens.SECRET,
                    "ADAPTER_REGISTRY_URL",
                    "http://127.0.0.1:" + server.getAddress().getPort() + "/admin/v1",
                    "ADAPTER_REGISTRY_SERVICE_TOKEN",
                    "the-service-token-of-tests-0123456789"))));
  }

  private void assertRefused(ErrorCode code) {
    assertThatThrownBy(() -> registry().find(USER, ID))
        .isInstanceOfSatisfying(ApiError.class, e -> assertThat(e.code()).isEqualTo(code));
  }

  @Test
  void aDatabaseIsAskedForAsTheCaller() {
    assertThat(registry().find(USER, ID))
        .isEqualTo(
            new Registered(ID, "alice", EngineKind.POSTGRESQL, "postgresql://u:p@db/x", true, 700));
    registry().find(Caller.ofRole(Caller.SERVICE_ROLE), ID);
    String path = "/admin/v1/internal/databases/" + ID + "/connect";
    assertThat(calls).containsExactly(path + " alice null false", path + " - service_role false");
  }

  @Test
  void itsFailuresAreToldAsWhatTheyAre() {
    status = 404;
    assertRefused(ErrorCode.NOT_FOUND);
    status = 401;
    assertRefused(ErrorCode.UNAVAILABLE);
    status = 503;
    assertRefused(ErrorCode.UNAVAILABLE);
    status = 200;
    body = "no JSON";
    assertRefused(ErrorCode.UNAVAILABLE);
    server.stop(0);
    assertRefused(ErrorCode.UNAVAILABLE);
  }
}
