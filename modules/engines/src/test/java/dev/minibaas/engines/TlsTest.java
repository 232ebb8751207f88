package dev.minibaas.engines;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.minibaas.devstack.postgres.ThrowawayPostgres;
import dev.minibaas.testkit.MariaDbServer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A server whose certificate is for db.example.com and localhost, and a JVM that trusts it or
 * doesn't. The name is verified although the socket goes to the tested address.
 */
class TlsTest {
  private static final String PASSWORD = "store-pw";
  private static final String UNVERIFIED =
      "UNREACHABLE the database's certificate isn't trusted, or is another host's";

  @TempDir static Path directory;

  private static Path store;
  private static Path certificate;
  private static Path key;

  @BeforeAll
  static void certificate() throws IOException, GeneralSecurityException, InterruptedException {
    store = directory.resolve("store.p12");
    String keytool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
    run(
        keytool,
        "-genkeypair",
        "-alias",
        "db",
        "-keyalg",
        "RSA",
        "-keysize",
        "2048",
        "-validity",
        "2",
        "-dname",
        "CN=db.example.com",
        "-ext",
        "san=dns:db.example.com,dns:localhost",
        "-storetype",
        "PKCS12",
        "-keystore",
        store.toString(),
        "-storepass",
        PASSWORD);
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      keys.load(in, PASSWORD.toCharArray());
    }
    certificate = pem("CERTIFICATE", "db.crt", keys.getCertificate("db").getEncoded());
    key = pem("PRIVATE KEY", "db.key", keys.getKey("db", PASSWORD.toCharArray()).getEncoded());
    // what trusts it holds the certificate alone
    store = directory.resolve("trust.p12");
    run(
        keytool,
        "-importcert",
        "-noprompt",
        "-alias",
        "db",
        "-file",
        certificate.toString(),
        "-storetype",
        "PKCS12",
        "-keystore",
        store.toString(),
        "-storepass",
        PASSWORD);
  }

  private static Path pem(String kind, String name, byte[] content) throws IOException {
    Path file = directory.resolve(name);
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
    return Files.writeString(
        file, "-----BEGIN " + kind + "-----\n" + text + "\n-----END " + kind + "-----\n");
  }

  private static List<String> run(String... command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    return output.lines().filter(line -> line.matches("connected|[A-Z_]+ the .*")).toList();
  }

  private static List<String> outcomes(boolean isTrusted, String... connections)
      throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xshare:auto",
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path"))));
    if (isTrusted) {
      command.add("-Djavax.net.ssl.trustStore=" + store);
      command.add("-Djavax.net.ssl.trustStorePassword=" + PASSWORD);
    }
    command.add(TlsProbe.class.getName());
    command.addAll(Arrays.asList(connections));
    return run(command.toArray(String[]::new));
  }

  private static String[] connections(
      String engine, String uri, String name, String other, String unverified) {
    return new String[] {
      engine, uri.formatted(name, "verify-full"),
      engine, uri.formatted(other, "verify-full"),
      engine, uri.formatted(other, "verify-ca"),
      engine, uri.formatted(other, unverified)
    };
  }

  @Test
  void postgresql_is_verified() throws Exception {
    try (ThrowawayPostgres server =
        ThrowawayPostgres.start(
            Map.of(
                "ssl", "on",
                "ssl_cert_file", certificate.toString(),
                "ssl_key_file", key.toString()))) {
      String uri = "postgresql://postgres:%s@%%s:%d/postgres?sslmode=%%s";
      String[] connections =
          connections(
              "postgresql",
              uri.formatted(ThrowawayPostgres.SUPERUSER_PASSWORD, server.port()),
              "db.example.com",
              "other.example.com",
              "require");
      assertThat(outcomes(true, connections))
          .containsExactly("connected", UNVERIFIED, "connected", "connected");
      assertThat(outcomes(false, connections))
          .containsExactly(UNVERIFIED, UNVERIFIED, UNVERIFIED, "connected");
    }
  }

  /**
   * Its driver looks names up, so they must exist, before it asks for the socket. A certificate
   * that no authority of the JVM's has signed passes when the server proves, by the password, that
   * it is its own; one that is trusted must be for the name.
   */
  @Test
  void mariadb_is_verified() throws Exception {
    try (MariaDbServer server =
        MariaDbServer.start("--ssl-cert=" + certificate, "--ssl-key=" + key)) {
      String uri = server.uri().replace("127.0.0.1", "%s") + "?sslmode=%s";
      String[] connections = connections("mysql", uri, "localhost", "127.0.0.1", "trust");
      assertThat(outcomes(true, connections))
          .containsExactly("connected", UNVERIFIED, "connected", "connected");
      assertThat(outcomes(false, connections)).containsOnly("connected");
    }
  }
}
