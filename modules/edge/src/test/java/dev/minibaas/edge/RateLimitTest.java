package dev.minibaas.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.minibaas.edge.RawHttp.Reply;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A rate limit whose Redis isn't there. */
class RateLimitTest {
  @TempDir Path folder;

  private Reply requestWithoutRedis(boolean faultTolerant) throws IOException {
    int unused;
    try (ServerSocket free = new ServerSocket(0)) {
      unused = free.getLocalPort();
    }
    String policy =
        """
        _format_version: "3.0"
        services:
          - name: rest
            routes: [{name: rest, paths: [/rest/v1], strip_path: false}]
        plugins:
          - name: rate-limiting
            config:
              minute: 5
              policy: redis
              fault_tolerant: %s
              redis: {host: 127.0.0.1, port: %d, timeout: 300}
        """
            .formatted(faultTolerant, unused);
    Path file = Files.writeString(folder.resolve("kong.yml"), policy);
    try (EmbeddedServer server = EmbeddedServer.start(Map.of("KONG_CONFIG", file.toString()))) {
      return RawHttp.send(server.uri(), "GET /rest/v1/ HTTP/1.1");
    }
  }

  @Test
  void requests_pass_when_faults_are_tolerated() throws IOException {
    Reply reply = requestWithoutRedis(true);
    assertThat(reply.body()).contains("service: echo");
    assertThat(reply.all("RateLimit-Limit")).isEmpty();
  }

  @Test
  void requests_fail_when_they_are_not() throws IOException {
    Reply reply = requestWithoutRedis(false);
    assertThat(reply.status()).isEqualTo(500);
    assertThat(reply.body()).contains("\"message\":\"An unexpected error occurred\"");
  }
}
