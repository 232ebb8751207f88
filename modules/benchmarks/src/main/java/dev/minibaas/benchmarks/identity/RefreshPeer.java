package dev.minibaas.benchmarks.identity;

import dev.minibaas.benchmarks.stack.PgUrl;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * PostgreSQL's own load generator, which refreshes by the statements that the service sends: each
 * of its clients one session, whose tokens it makes itself.
 */
final class RefreshPeer {
  /** Of client 3 the seventh token. */
  private static final String TOKEN = "('b' || (:client_id)::text || '-' || (:n)::text)";

  private static final String NEXT = "('b' || (:client_id)::text || '-' || (:n + 1)::text)";

  private static final Pattern TPS = Pattern.compile("tps = ([0-9.]+)");

  private final PgUrl database;
  private final Path script;

  private RefreshPeer(PgUrl database, Path script) {
    this.database = database;
    this.script = script;
  }

  /**
   * @param tokens one of each client's session
   */
  static RefreshPeer of(PgUrl database, AuthConnection connection, List<String> tokens)
      throws SQLException, IOException {
    String[] next = {connection.post(REFRESH, json(tokens.get(0))).refreshToken()};
    String used = next[0];
    Map<String, String> meanings = new HashMap<>();
    meanings.put(used, TOKEN);
    try (Connection superuser = database.connect();
        PreparedStatement statement =
            superuser.prepareStatement(
                "select id, session_id, user_id from auth.refresh_tokens where token = ?")) {
      statement.setString(1, used);
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        meanings.put(row.getString(1), ":id");
        meanings.put(row.getString(2), "(:session)::uuid");
        meanings.put(row.getString(3), "(:account)");
      }
    }
    List<String> statements =
        new RefreshStatements(database)
            .of(() -> next[0] = connection.post(REFRESH, json(used)).refreshToken(), meanings);
    prepare(database, tokens);
    Path script = Files.createTempFile("minibaas-refresh-", ".sql");
    script.toFile().deleteOnExit();
    Files.writeString(script, script(statements, next[0]));
    return new RefreshPeer(database, script);
  }

  static final String REFRESH = "/auth/v1/token?grant_type=refresh_token";

  static String json(String token) {
    return "{\"refresh_token\":\"" + token + "\"}";
  }

  private static String script(List<String> statements, String fresh) {
    StringBuilder script =
        new StringBuilder(
            """
            \\if :started
            \\else
            select session, account from public.bench_refresh where client = :client_id \\gset
            \\set started 1
            \\endif
            """);
    for (String statement : statements) {
      String text = statement.replace("E'" + fresh + "'", NEXT);
      // the row that was locked has the id that is to be revoked
      boolean isLock = text.contains("for update");
      script.append(isLock ? text.replaceFirst("\\bt\\.id,", "t.id as id,") : text);
      script.append(isLock ? " \\gset\n" : ";\n");
    }
    return script.append("\\set n :n + 1\n").toString();
  }

  private static void prepare(PgUrl database, List<String> tokens) throws SQLException {
    try (Connection superuser = database.connect();
        Statement statement = superuser.createStatement()) {
      statement.execute(
          """
          drop table if exists public.bench_refresh;
          create table public.bench_refresh (client int primary key, session uuid, account uuid);
          """);
      for (int client = 0; client < tokens.size(); client++) {
        statement.execute(
            """
            with session as (
              select s.id, s.user_id from auth.refresh_tokens t join auth.sessions s
                on s.id = t.session_id
              where t.token = '%s'), used as (
              update auth.refresh_tokens set revoked = true
              where session_id = (select id from session)), fresh as (
              insert into auth.refresh_tokens (
                instance_id, token, user_id, session_id, revoked, created_at, updated_at)
              select '00000000-0000-0000-0000-000000000000', 'b%d-0', user_id::text, id, false,
                now(), now()
              from session)
            insert into public.bench_refresh select %d, id, user_id from session
            """
                .formatted(tokens.get(client), client, client));
      }
    }
  }

  /** Undoes what it has made beside the tokens. */
  void cleanUp() throws SQLException {
    try (Connection superuser = database.connect();
        Statement statement = superuser.createStatement()) {
      statement.execute(
          "drop table public.bench_refresh;"
              + " update auth.refresh_tokens set token = 'x' || token where token like 'b%-%'");
    }
  }

  /** Goes on with the tokens where the last run has left them. */
  double perSecond(Duration window, int connections) throws IOException, SQLException {
    restart();
    Process process =
        new ProcessBuilder(
                program(),
                "-n",
                "-M",
                "prepared",
                "-c",
                Integer.toString(connections),
                "-j",
                "2",
                "-T",
                Long.toString(window.toSeconds()),
                "-D",
                "started=0",
                "-D",
                "n=0",
                "-D",
                "id=0",
                "-f",
                script.toString(),
                database.text())
            .redirectErrorStream(true)
            .start();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    Matcher tps = TPS.matcher(printed);
    try {
      if (process.waitFor() != 0 || !tps.find()) {
        throw new IllegalStateException("pgbench failed: " + printed);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while pgbench ran", e);
    }
    return Double.parseDouble(tps.group(1));
  }

  private void restart() throws SQLException {
    try (Connection superuser = database.connect();
        Statement statement = superuser.createStatement()) {
      statement.execute(
          """
          delete from auth.refresh_tokens where token like 'b%-%' and token !~ '^b[0-9]+-0$';
          update auth.refresh_tokens set revoked = false where token ~ '^b[0-9]+-0$'
          """);
    }
  }

  /** Debian keeps the program of each version in a folder of its own. */
  private static String program() throws IOException {
    Path debian = Path.of("/usr/lib/postgresql");
    if (!Files.isDirectory(debian)) {
      return "pgbench";
    }
    try (Stream<Path> versions = Files.list(debian)) {
      return versions
          .map(version -> version.resolve("bin/pgbench"))
          .filter(Files::isExecutable)
          .map(Path::toString)
          .max(String::compareTo)
          .orElse("pgbench");
    }
  }
}
