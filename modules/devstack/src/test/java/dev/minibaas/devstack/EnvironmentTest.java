package dev.minibaas.devstack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EnvironmentTest {
  @TempDir Path folder;

  private Environment environment(Map<String, String> process) {
    return Environment.of(folder, process::get);
  }

  @Test
  void theFileIsReadAsAShellWouldReadItsSimpleLines() {
    assertThat(
            Environment.parse(
                """
                # a comment
                PLAIN=value
                  INDENTED = spaces around
                QUOTED="with spaces"
                SINGLE='it = this'
                export EXPORTED=yes
                EMPTY=
                no assignment
                """))
        .containsExactly(
            Map.entry("PLAIN", "value"),
            Map.entry("INDENTED", "spaces around"),
            Map.entry("QUOTED", "with spaces"),
            Map.entry("SINGLE", "it = this"),
            Map.entry("EXPORTED", "yes"),
            Map.entry("EMPTY", ""));
  }

  @Test
  void theProcessWinsOverTheFileAndAnEmptyValueCountsAsUnset() throws IOException {
    Files.writeString(folder.resolve(".env"), "A=file\nB=file\nC=\nD=file\n");
    Environment environment = environment(Map.of("A", "process", "D", ""));
    assertThat(environment.get("A")).isEqualTo("process");
    assertThat(environment.get("B")).isEqualTo("file");
    assertThat(environment.has("C")).isFalse();
    assertThat(environment.get("D")).isEqualTo("file");
    assertThat(environment.fromFile()).isEqualTo(Map.of("A", "process", "B", "file", "D", "file"));
  }

  @Test
  void withoutAFileThereIsOnlyTheProcess() {
    assertThat(environment(Map.of("A", "1")).get("A")).isEqualTo("1");
    assertThat(environment(Map.of()).fromFile()).isEmpty();
  }

  @Test
  void theServerGetsEverySettingButTheSuperuser() throws IOException {
    Files.writeString(
        folder.resolve(".env"),
        "GOTRUE_SITE_URL=http://x\nPOSTGRES_PASSWORD=root\nEDGE=external\nAUTH_DB_PASSWORD=mine\n");
    Environment given = environment(Map.of());
    Map<String, String> variables =
        new ServerEnvironment(given, Map.of("AUTH_DB_PASSWORD", "generated", "JWT_SECRET", "s"))
            .setUnlessGiven("EDGE", "embedded")
            .set("PORT", "8001")
            .variables();
    assertThat(variables)
        .isEqualTo(
            Map.of(
                "GOTRUE_SITE_URL", "http://x",
                "EDGE", "external",
                "AUTH_DB_PASSWORD", "mine",
                "JWT_SECRET", "s",
                "PORT", "8001"));
  }
}
