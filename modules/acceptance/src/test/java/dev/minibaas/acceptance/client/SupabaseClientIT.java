package dev.minibaas.acceptance.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.minibaas.acceptance.stack.Database;
import dev.minibaas.acceptance.stack.Platform;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The published supabase-js, run by Node. */
@Tag("client")
class SupabaseClientIT {
  @RegisterExtension static final Platform PLATFORM = Platform.shared();

  private static final Path SOURCE = Path.of("src", "test", "node").toAbsolutePath();
  private static final Path FOLDER = Path.of("target", "node").toAbsolutePath();
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
    Files.createDirectories(FOLDER);
    for (String file : List.of("package.json", "package-lock.json", "two-users.mjs")) {
      Files.copy(SOURCE.resolve(file), FOLDER.resolve(file), StandardCopyOption.REPLACE_EXISTING);
    }
    run(Map.of(), "npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund");
    run(
        Map.of(
            "BASE_URL", PLATFORM.api().base().toString(),
            "ANON_KEY", PLATFORM.anonKey(),
            "RPC_FUNCTION", FUNCTION),
        "node",
        "two-users.mjs");
  }

  private static void run(Map<String, String> environment, String... command)
      throws IOException, InterruptedException {
    Path output = FOLDER.resolve(command[0] + ".out");
    var builder =
        new ProcessBuilder(command)
            .directory(FOLDER.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    builder.environment().putAll(environment);
    Process process = builder.start();
    boolean ended = process.waitFor(5, TimeUnit.MINUTES);
    String said = Files.readString(output);
    System.out.println(said);
    assertThat(ended).as("%s ends", command[0]).isTrue();
    assertThat(process.exitValue()).as("exit of %s:%n%s", command[0], said).isZero();
  }
}
