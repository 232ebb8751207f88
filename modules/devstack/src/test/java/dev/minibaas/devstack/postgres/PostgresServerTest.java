package dev.minibaas.devstack.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.minibaas.bootstrap.Superuser;
import dev.minibaas.devstack.FreePort;
import dev.minibaas.devstack.StackFailure;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PostgresServerTest {
  private static final String PASSWORD = "a-password-for-tests";

  private final PostgresServer server;

  PostgresServerTest(@TempDir Path folder) {
    server = new PostgresServer(folder.resolve("pg"));
  }

  @AfterEach
  void stop() {
    server.stop();
    assertThat(server.pid()).isEmpty();
  }

  private static String query(int port, String sql) throws SQLException {
    var superuser = new Superuser("127.0.0.1", port, "postgres", "postgres", PASSWORD);
    try (Connection connection = superuser.connect();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getString(1);
    }
  }

  private void killPostmaster() {
    ProcessHandle postmaster = ProcessHandle.of(server.pid().orElseThrow()).orElseThrow();
    postmaster.destroyForcibly();
    postmaster.onExit().join();
  }

  @Test
  void whatIsCommittedSurvivesAKillWhateverIsLeftBehind() throws Exception {
    server.initialize(PASSWORD, List.of("--no-sync"));
    int port = server.start(FreePort::any, Map.of());
    query(port, "with made as (select set_config('x.y', 'z', false)) select * from made");
    var superuser = new Superuser("127.0.0.1", port, "postgres", "postgres", PASSWORD);
    try (Connection connection = superuser.connect();
        Statement statement = connection.createStatement()) {
      statement.execute("create table kept as select 42 as answer");
    }

    killPostmaster();
    server.start(port, Map.of());
    assertThat(query(port, "select answer from kept")).isEqualTo("42");

    killPostmaster();
    pidFileNames(ProcessHandle.current().pid());
    assertThat(server.pid()).isEmpty();
    server.start(port, Map.of());
    assertThat(query(port, "select answer from kept")).isEqualTo("42");

    // one that still runs is stopped first
    server.start(port, Map.of("work_mem", "5MB"));
    assertThat(query(port, "show work_mem")).isEqualTo("5MB");
    assertThat(query(port, "show wal_level")).isEqualTo("logical");
  }

  /** The number of the killed process lives on in another program. */
  private void pidFileNames(long pid) throws IOException {
    Path file = Postmaster.file(server.data());
    List<String> lines = new ArrayList<>(Files.readAllLines(file));
    lines.set(0, Long.toString(pid));
    Files.write(file, lines);
  }

  @Test
  void aPortThatIsTakenMeanwhileIsNoObstacle() throws Exception {
    server.initialize(PASSWORD, List.of("--no-sync"));
    try (var taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      int port = taken.getLocalPort();
      assertThatThrownBy(() -> server.start(port, Map.of())).isInstanceOf(PortTaken.class);
      var attempts = new int[1];
      int chosen = server.start(() -> attempts[0]++ == 0 ? port : FreePort.any(), Map.of());
      assertThat(chosen).isNotEqualTo(port);
      assertThat(query(chosen, "select 1")).isEqualTo("1");
    }
  }

  @Test
  void aServerThatCannotStartSaysWhy() {
    server.initialize(PASSWORD, List.of("--no-sync"));
    assertThatThrownBy(() -> server.start(FreePort.any(), Map.of("shared_buffers", "nonsense")))
        .isInstanceOf(StackFailure.class)
        .hasMessageContaining("shared_buffers");
  }
}
