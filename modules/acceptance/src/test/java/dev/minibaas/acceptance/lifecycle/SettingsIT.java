package dev.minibaas.acceptance.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.minibaas.acceptance.stack.Instance;
import dev.minibaas.devstack.FreePort;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Settings that can't work stop the start, with the variable's name and the fix. */
class SettingsIT {

  @ParameterizedTest(name = "{0}={1}")
  @CsvSource({
    "JWT_SECRET, too-short, set it to a random text of 32 or more",
    "PORT, eighty, set it to a number from 1 to 65535",
    "KONG_SERVICE_API_KEY, public-key, set them to different keys",
    "KONG_PUBLIC_API_KEY, eyJhbGciOiJIUzI1NiJ9.e30.c2ln, set JWT_SECRET to what signed it"
  })
  void devstack_names_the_variable_and_the_fix(String variable, String value, String fix) {
    Map<String, String> settings =
        variable.equals("KONG_SERVICE_API_KEY")
            ? Map.of(variable, value, "KONG_PUBLIC_API_KEY", value)
            : Map.of(variable, value);
    Instance.Outcome outcome = Instance.fresh("refused", settings).run("start");
    assertThat(outcome.exit()).isEqualTo(1);
    assertThat(outcome.output()).contains(variable, fix).doesNotContain("\tat ");
  }

  /** Without devstack, as in a container, whose image sets SETTINGS_EXIT. */
  @Test
  void the_server_itself_names_the_variable_and_the_fix() throws IOException, InterruptedException {
    Path folder = Path.of("target", "server-without-settings").toAbsolutePath();
    Instance.delete(folder);
    Instance.copy(Instance.LIBERTY.resolve("usr"), folder.resolve("usr"));
    Path console = folder.resolve("console.log");
    var builder =
        new ProcessBuilder(Instance.LIBERTY.resolve("bin/server").toString(), "run", "minibaas")
            .redirectErrorStream(true)
            .redirectOutput(console.toFile());
    Map<String, String> environment = builder.environment();
    environment.keySet().retainAll(Set.of("PATH", "HOME", "LANG"));
    environment.put("JAVA_HOME", System.getProperty("java.home"));
    environment.put("WLP_USER_DIR", folder.resolve("usr").toString());
    environment.put("WLP_OUTPUT_DIR", folder.resolve("output").toString());
    environment.put("PORT", Integer.toString(FreePort.any()));
    environment.put("OPS_PORT", Integer.toString(FreePort.any()));
    environment.put("SETTINGS_EXIT", "true");
    environment.put("KONG_CONFIG", Instance.ROOT.resolve("kong/kong.yml").toString());
    environment.put("KONG_PUBLIC_API_KEY", "public-anon-key");
    environment.put("KONG_SERVICE_API_KEY", "service-role-key");
    environment.put("PGRST_DB_URI", "postgresql://authenticator:unknown@localhost:9/postgres");

    Process server = builder.start();
    try {
      assertThat(server.waitFor(4, TimeUnit.MINUTES)).as("the server ends").isTrue();
    } finally {
      server.descendants().forEach(ProcessHandle::destroyForcibly);
      server.destroyForcibly();
    }

    assertThat(server.exitValue()).isEqualTo(1);
    assertThat(Files.readString(console)).contains("JWT_SECRET is not set: ");
  }
}
