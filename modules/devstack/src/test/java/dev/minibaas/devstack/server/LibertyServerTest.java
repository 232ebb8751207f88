package dev.minibaas.devstack.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.minibaas.devstack.StackFailure;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With a shell script in the place of Liberty's. */
class LibertyServerTest {
  @TempDir Path wlp;
  @TempDir Path output;
  private LibertyServer server = new LibertyServer(Path.of("none"), Path.of("none"));

  @BeforeEach
  void assemble() throws IOException {
    Path configuration = Files.createDirectories(wlp.resolve("usr/servers/minibaas"));
    Files.writeString(configuration.resolve("server.xml"), "<server/>");
    server = new LibertyServer(wlp, output);
  }

  @AfterEach
  void stop() {
    server.stop();
    assertThat(server.isAlive()).isFalse();
  }

  private void start(String script) throws IOException {
    Path program = Files.createDirectories(wlp.resolve("bin")).resolve("server");
    Files.writeString(program, "#!/bin/sh\n" + script + "\n");
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
    server.start(Map.of("GREETING", "hello"), List.of("HOME"));
  }

  private void awaitAt(String url) {
    new Readiness(server, url, url, "key").await();
  }

  private String ended() throws Exception {
    server.handle().onExit().join();
    return server.lastLines(100);
  }

  @Test
  void theServerFindsItsSettingsAndItsOwnCopyOfTheApplications() throws Exception {
    start(
        "echo \"$@ $GREETING $WLP_OUTPUT_DIR [$HOME]\"; cat $WLP_USER_DIR/servers/minibaas/server.xml");
    assertThat(ended()).isEqualTo("run minibaas --clean hello " + output + " []\n<server/>");
    start("echo \"$@\"");
    assertThat(ended()).isEqualTo("run minibaas");
    Files.writeString(wlp.resolve("usr/servers/minibaas/server.xml"), "<server id='2'/>");
    start("echo \"$@\"");
    assertThat(ended()).isEqualTo("run minibaas --clean");
  }

  @Test
  void aMissingServerSaysHowToBuildIt() {
    assertThatThrownBy(() -> new LibertyServer(output, output).requireAssembled())
        .hasMessageContaining("make build");
  }

  @Test
  void aServerThatEndsWhileStartingShowsItsLastLines() throws Exception {
    start("echo 'out of luck'; exit 3");
    server.handle().onExit().join();
    assertThatThrownBy(() -> awaitAt("http://localhost:1"))
        .isInstanceOf(StackFailure.class)
        .hasMessageContaining("exit code 3")
        .hasMessageContaining("out of luck");
  }

  @Test
  void aServiceThatRefusesItsSettingsIsNotWaitedFor() throws Exception {
    start(
        "echo '{\"level\":\"SEVERE\",\"message\":\"unusable settings: X is not set\"}'; exec sleep 60");
    assertThatThrownBy(() -> awaitAt("http://localhost:1"))
        .hasMessage("the server refuses to start: unusable settings: X is not set");
  }

  @Test
  void itIsReadyWhenAllServicesAre() throws Exception {
    start("exec sleep 60");
    HttpServer http = HttpServer.create(new InetSocketAddress("localhost", 0), 0);
    var asked = new int[1];
    http.createContext(
        "/",
        exchange -> {
          int status = asked[0]++ < 2 ? 503 : 200;
          exchange.sendResponseHeaders(status, -1);
          exchange.close();
        });
    http.start();
    try {
      awaitAt("http://localhost:" + http.getAddress().getPort());
      int refused = 2;
      int operations = 1;
      assertThat(asked[0]).isEqualTo(refused + operations + Readiness.SERVICES.size());
    } finally {
      http.stop(0);
    }
  }
}
