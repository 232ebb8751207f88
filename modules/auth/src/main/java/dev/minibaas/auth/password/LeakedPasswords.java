package dev.minibaas.auth.password;

import dev.minibaas.auth.error.AuthFailure;
import dev.minibaas.auth.error.ErrorCode;
import dev.minibaas.platform.log.Log;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Asks a range server (that of Have I Been Pwned, or a copy) whether a password was leaked. It is
 * told the first 5 of the 40 digits of a SHA-1, which some thousand leaked passwords share, and
 * answers the rests of those.
 */
final class LeakedPasswords {
  private static final Logger LOG = Log.of(LeakedPasswords.class);
  private static final int PREFIX = 5;
  private static final Duration PATIENCE = Duration.ofSeconds(3);

  private final URI address;
  private final boolean failClosed;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(PATIENCE).build();

  LeakedPasswords(PasswordConfig config) {
    this.address = config.leaksUrl();
    this.failClosed = config.leaksFailClosed();
  }

  /**
   * @throws AuthFailure 500 when that can't be found out, if the settings want it so
   */
  boolean contains(String password) {
    String hash = sha1(password);
    try {
      String rest = hash.substring(PREFIX);
      return range(hash.substring(0, PREFIX)).lines().anyMatch(line -> isOf(line.strip(), rest));
    } catch (IOException e) {
      LOG.log(Level.WARNING, "leaked passwords can''t be looked up: {0}", e.getMessage());
      if (failClosed) {
        throw new AuthFailure(
                500,
                ErrorCode.UNEXPECTED_FAILURE,
                "Unexpected failure, please check server logs for more information")
            .because(e);
      }
      return false;
    }
  }

  /** The server pads its answer with rests that were seen no time. */
  private static boolean isOf(String line, String rest) {
    int colon = line.indexOf(':');
    return colon == rest.length()
        && line.regionMatches(true, 0, rest, 0, colon)
        && !line.substring(colon + 1).strip().matches("0*");
  }

  private String range(String prefix) throws IOException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(address + prefix))
            .header("User-Agent", "mini-baas")
            // so that the length of the answer tells nobody the prefix
            .header("Add-Padding", "true")
            .build();
    try {
      HttpResponse<String> response =
          client
              .sendAsync(request, BodyHandlers.ofString())
              .get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
      if (response.statusCode() != 200) {
        throw new IOException("status " + response.statusCode());
      }
      return response.body();
    } catch (ExecutionException | TimeoutException e) {
      throw new IOException("no answer: " + (e.getCause() == null ? e : e.getCause()), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  private static String sha1(String password) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-1").digest(password.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest).toUpperCase(Locale.ROOT);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-1", e);
    }
  }
}
