package dev.minibaas.devstack;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands as a person gives them, each in a process of its own; without the server. */
class DevstackTest {
  @TempDir Path folder;

  @AfterEach
  void nothingIsLeft() {
    devstack("reset");
    assertThat(folder.resolve(".data")).doesNotExist();
  }

  private Command.Result devstack(String... arguments) {
    List<String> command = new ArrayList<>(List.of("env", "-C", folder.toString()));
    for (String name :
        List.of("PORT", "DATA_DIR", "JWT_SECRET", "POSTGRES_HOST", "MONGO_URI", "SMTP_HOST")) {
      command.addAll(List.of("-u", name));
    }
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of("-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path")));
    command.add(Devstack.class.getName());
    command.addAll(List.of(arguments));
    return Command.run(command, java.time.Duration.ofMinutes(5));
  }

  private Map<String, String> env() {
    Command.Result result = devstack("env");
    assertThat(result.exit()).as(result.output()).isZero();
    return result
        .output()
        .lines()
        .map(line -> line.split("=", 2))
        .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));
  }

  private String query(String sql) throws SQLException {
    String url = env().getOrDefault("PG_URL", "");
    String password = url.replaceAll(".*postgres:(.*)@.*", "$1");
    String address = "jdbc:postgresql://" + url.replaceAll(".*@", "");
    try (Connection connection = DriverManager.getConnection(address, "postgres", password);
        Statement statement = connection.createStatement()) {
      if (!statement.execute(sql)) {
        return "";
      }
      try (ResultSet row = statement.getResultSet()) {
        row.next();
        return row.getString(1);
      }
    }
  }

  private void kill(String name) throws Exception {
    var state = new Properties();
    try (var in = Files.newBufferedReader(folder.resolve(".data/state.properties"))) {
      state.load(in);
    }
    ProcessHandle process = ProcessHandle.of(Long.parseLong(state.getProperty(name))).orElseThrow();
    process.destroyForcibly();
    process.onExit().join();
  }

  @Test
  void dataSurvivesARestartAndAKill() throws Exception {
    assertThat(devstack("env").exit()).isEqualTo(1);
    assertThat(devstack("status").output()).startsWith("nothing runs");

    Command.Result start = devstack("start", "--without-server");
    assertThat(start.exit()).as(start.output()).isZero();
    assertThat(start.output())
        .contains(
            "mini-baas is ready", "API ", "mail inbox", "database", "anon key", "service key");
    Map<String, String> first = env();
    assertThat(first)
        .containsKeys(
            "BASE_URL", "ANON_KEY", "SERVICE_KEY", "JWT_SECRET", "PG_URL", "MONGO_URI", "MAIL_URL");
    query("insert into public.users (email) values ('kept@example.com')");
    assertThat(query("show wal_level")).isEqualTo("logical");
    assertThat(devstack("start", "--without-server").exit()).isZero();
    assertThat(devstack("run", "--without-server").output()).contains("already runs");

    kill("STACK_PID");
    assertThat(devstack("status").output()).contains("servers of a killed start");
    Command.Result again = devstack("start", "--without-server");
    assertThat(again.output()).contains("stopping the database of a killed start");
    assertThat(query("select email from public.users")).isEqualTo("kept@example.com");
    assertThat(env()).isEqualTo(first);

    assertThat(devstack("stop").exit()).isZero();
    assertThat(devstack("status").exit()).isEqualTo(1);
    assertThat(folder.resolve(".data/postgresql/data/postmaster.pid")).doesNotExist();
  }

  @Test
  void anUnusableSettingStopsTheStartWithItsName() throws Exception {
    Files.writeString(folder.resolve(".env"), "AUTH_DB_PASSWORD=short\nRLS_ON_NEW_TABLES=maybe\n");
    Command.Result start = devstack("start", "--without-server");
    assertThat(start.exit()).isEqualTo(1);
    assertThat(start.output())
        .contains("AUTH_DB_PASSWORD has fewer than 16 characters")
        .contains("RLS_ON_NEW_TABLES is \"maybe\": set it to true or false")
        .contains("stopping the database");
    Files.delete(folder.resolve(".env"));
  }
}
