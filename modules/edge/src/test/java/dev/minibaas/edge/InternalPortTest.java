package dev.minibaas.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.minibaas.edge.RawHttp.Reply;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The port by which services of one server call each other. */
class InternalPortTest {

  @Test
  void whatArrivesThereNeedsNoRouteAndStillClaimsNoIdentity() throws IOException {
    int port = freePort();
    try (EmbeddedServer server =
        EmbeddedServer.start(Map.of("INTERNAL_PORT", Integer.toString(port)))) {
      String request = "GET /rest/v1/x HTTP/1.1\nX-User-Id: somebody\nHost: localhost:" + port;
      assertThat(RawHttp.send(server.uri(), request).status()).isEqualTo(401);
      Reply internal = RawHttp.send(URI.create("http://127.0.0.1:" + port), request);
      assertThat(internal.status()).isEqualTo(200);
      assertThat(internal.body()).contains("echo").doesNotContain("somebody");
    }
  }

  @Test
  void theHostHeaderDoesNotOpenIt() throws IOException {
    int port = freePort();
    try (EmbeddedServer server =
        EmbeddedServer.start(Map.of("INTERNAL_PORT", Integer.toString(port)))) {
      String head =
          "GET /rest/v1/x HTTP/1.1\nHost: 127.0.0.1:" + port + "\nX-Forwarded-Port: " + port;
      assertThat(RawHttp.send(server.uri(), head).status()).isEqualTo(401);
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
