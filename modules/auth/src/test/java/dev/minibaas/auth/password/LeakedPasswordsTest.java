package dev.minibaas.auth.password;

import static dev.minibaas.auth.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpServer;
import dev.minibaas.auth.AuthFixture;
import dev.minibaas.auth.error.ErrorCode;
import dev.minibaas.auth.error.WeakPassword;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LeakedPasswordsTest {
  /** SHA-1 of "password1": E38AD214943DAAD1D64C102FAEC29DE4AFE9DA3D. */
  private static final String LEAKED = "password1";

  private final List<String> asked = new CopyOnWriteArrayList<>();
  private final HttpServer server;
  private volatile int status = 200;
  private volatile String answer =
      "003D68EB55068C33ACE09247EE4C639306B:3\r\n214943DAAD1D64C102FAEC29DE4AFE9DA3D:2413945\r\n";

  LeakedPasswordsTest() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/range/",
        exchange -> {
          asked.add(
              exchange.getRequestURI().getPath()
                  + " "
                  + exchange.getRequestHeaders().getFirst("Add-Padding"));
          byte[] body = answer.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(status, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private PasswordPolicy policy(String failClosed) {
    return new PasswordPolicy(
        AuthFixture.config(
            Map.of(
                "GOTRUE_PASSWORD_HIBP_ENABLED",
                "true",
                "GOTRUE_PASSWORD_HIBP_FAIL_CLOSED",
                failClosed,
                "AUTH_PASSWORD_HIBP_URL",
                "http://127.0.0.1:" + server.getAddress().getPort() + "/range/")));
  }

  @Test
  void aLeakedPasswordIsWeakAndTheServerLearnsFiveDigits() {
    WeakPassword weak =
        catchThrowableOfType(WeakPassword.class, () -> policy("false").check(LEAKED));

    assertThat(weak.reasons()).containsExactly("pwned");
    assertThat(weak.publicMessage()).contains("known to be weak");
    assertThat(asked).containsExactly("/range/E38AD true");
  }

  @Test
  void everyReasonIsTold() {
    answer = "6B7F13C0F7E95F9C4C3C1A7C5C7F0A41D1A:1";
    WeakPassword weak =
        catchThrowableOfType(WeakPassword.class, () -> policy("false").check("short"));

    assertThat(weak.reasons()).contains("length");
  }

  @Test
  void anotherRestOfTheSameDigitsIsNoMatch() {
    answer =
        "214943DAAD1D64C102FAEC29DE4AFE9DA3E:9\r\n214943DAAD1D64C102FAEC29DE4AFE9DA3D9:1\r\n:1";

    assertThatCode(() -> policy("false").check(LEAKED)).doesNotThrowAnyException();
  }

  @Test
  void paddingIsNoMatch() {
    answer = "214943DAAD1D64C102FAEC29DE4AFE9DA3D:0";

    assertThatCode(() -> policy("true").check(LEAKED)).doesNotThrowAnyException();
  }

  @Test
  void whileItCannotBeAskedTheSettingDecides() {
    status = 503;
    assertThatCode(() -> policy("false").check(LEAKED)).doesNotThrowAnyException();
    assertRefused(500, ErrorCode.UNEXPECTED_FAILURE, () -> policy("true").check(LEAKED));
    server.stop(0);
    assertThatCode(() -> policy("false").check(LEAKED)).doesNotThrowAnyException();
    assertRefused(500, ErrorCode.UNEXPECTED_FAILURE, () -> policy("true").check(LEAKED));
  }

  @Test
  void withoutTheSettingNobodyIsAsked() {
    new PasswordPolicy(AuthFixture.config(Map.of())).check(LEAKED);

    assertThat(asked).isEmpty();
  }
}
