package dev.minibaas.devstack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.minibaas.platform.settings.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataDirectoryTest {
  @TempDir Path folder;

  private DataDirectory created() {
    var directory = new DataDirectory(folder.resolve("data"));
    directory.create();
    return directory;
  }

  private static DevstackConfig config(Map<String, String> values) {
    return DevstackConfig.from(Settings.of(values), Path.of("/"));
  }

  @Test
  void aFolderOfSomeoneElseIsNeitherUsedNorDeleted() throws IOException {
    Files.writeString(folder.resolve("thesis.txt"), "important");
    var directory = new DataDirectory(folder);
    assertThatThrownBy(directory::create).hasMessageContaining("DATA_DIR");
    assertThatThrownBy(directory::delete).hasMessageContaining("not deleted");
    assertThat(folder.resolve("thesis.txt")).exists();
  }

  @Test
  void whatItMadeItDeletesWithoutFollowingLinks() throws IOException {
    Path other = Files.writeString(folder.resolve("other.txt"), "kept");
    DataDirectory directory = created();
    Files.createSymbolicLink(directory.file("link"), folder);
    Files.createDirectories(directory.file("a/b"));
    directory.delete();
    assertThat(directory.path()).doesNotExist();
    assertThat(other).exists();
  }

  @Test
  void onlyItsOwnerMayLookIn() throws IOException {
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(created().path())))
        .isEqualTo("rwx------");
  }

  @Test
  void onlyOneInstanceHoldsIt() {
    DataDirectory directory = created();
    DataDirectory.Lock lock = directory.lock().orElseThrow();
    assertThat(directory.lock()).isEmpty();
    lock.close();
    directory.lock().orElseThrow().close();
  }

  @Test
  void secretsAreGeneratedOnceAndKeptPrivately() throws IOException {
    DataDirectory directory = created();
    Map<String, String> first = Secrets.of(directory).complete(config(Map.of()));
    assertThat(first)
        .containsOnlyKeys(
            "JWT_SECRET",
            "KONG_PUBLIC_API_KEY",
            "KONG_SERVICE_API_KEY",
            "AUTHENTICATOR_PASSWORD",
            "AUTH_DB_PASSWORD",
            "ADAPTER_REGISTRY_DB_PASSWORD",
            "PERMISSIONS_DB_PASSWORD",
            "SCHEMAS_DB_PASSWORD",
            "REALTIME_DB_PASSWORD",
            "VAULT_ENC_KEY",
            "ADAPTER_REGISTRY_SERVICE_TOKEN");
    assertThat(Secrets.of(directory).complete(config(Map.of()))).isEqualTo(first);
    Path file = directory.file("secrets.properties");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
  }

  @Test
  void theGeneratedKeysFollowTheSecret() {
    DataDirectory directory = created();
    String secret = "another-secret-of-more-than-32-characters";
    Map<String, String> generated = Secrets.of(directory).complete(config(Map.of()));
    Map<String, String> given =
        Secrets.of(directory)
            .complete(config(Map.of("JWT_SECRET", secret, "KONG_SERVICE_API_KEY", "opaque")));
    assertThat(given).containsEntry("JWT_SECRET", secret);
    assertThat(given).containsEntry("KONG_SERVICE_API_KEY", "opaque");
    String key = given.getOrDefault("KONG_PUBLIC_API_KEY", "");
    assertThat(key).isNotEqualTo(generated.get("KONG_PUBLIC_API_KEY"));
    assertThat(SignedKey.isSignedWith(key, secret)).isTrue();
    assertThat(SignedKey.isSignedWith(key, "x".repeat(32))).isFalse();
  }

  @Test
  void portsStayTheSameAsLongAsTheyAreFree() throws IOException {
    DataDirectory directory = created();
    int port = Ports.of(directory).of("DATABASE", FreePort.any());
    assertThat(Ports.of(directory).of("DATABASE", 5432)).isEqualTo(port);
    try (var taken = new java.net.ServerSocket(port)) {
      assertThat(Ports.of(directory).of("DATABASE", taken.getLocalPort())).isGreaterThan(port);
    }
  }

  @Test
  void aStateTellsOnlyOfLivingProcesses() throws Exception {
    DataDirectory directory = created();
    RunState state = RunState.of(directory);
    state.begin();
    Process process = new ProcessBuilder("sleep", "60").start();
    state.server(process.toHandle());
    assertThat(RunState.of(directory).stack()).contains(ProcessHandle.current());
    assertThat(RunState.of(directory).server()).contains(process.toHandle());
    process.destroyForcibly().waitFor();
    assertThat(RunState.of(directory).server()).isEmpty();
  }

  @Test
  void whatScriptsReadIsFitForAShell() {
    RunState state = RunState.of(created());
    state.ready(Map.of("BASE_URL", "http://localhost:8000", "JWT_SECRET", "it's $HOME; ls"));
    assertThat(state.lines())
        .contains("BASE_URL=http://localhost:8000", "JWT_SECRET='it'\\''s $HOME; ls'");
  }
}
