package dev.minibaas.auth.provider;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.minibaas.auth.json.JsonValues;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * An OpenID Connect provider with real keys. Its fields are the ways in which one can be hostile.
 */
public final class OidcServer implements AutoCloseable {
  public static final String CLIENT = "minibaas";
  public static final String SECRET = "s3cret:with/special";

  /** Made once: it takes a while, and no test needs another. */
  private static final RSAKey KEY = newKey("one");

  private static final RSAKey OTHER_KEY = newKey("one");

  /** What the provider knows of a user. */
  public record Person(String subject, @Nullable String email, @Nullable Boolean verified) {}

  private record Code(
      Person person, String redirectUri, @Nullable String challenge, @Nullable String nonce) {}

  public String tokenIssuer = "";
  public String discoveryIssuer = "";
  public List<String> audience = List.of(CLIENT);
  public @Nullable String authorizedParty;
  public @Nullable String nonce;
  public String signing = "RS256";
  public Instant expiry = Instant.now().plusSeconds(300);
  public Instant issuedAt = Instant.now();
  public boolean hugeToken;
  public boolean slowToken;
  public boolean drippingToken;
  public @Nullable String redirectTokenTo;
  public int tokenStatus = 200;
  public boolean emailInUserinfoOnly;
  public @Nullable String userinfoSubject;
  public boolean secretInForm;
  public @Nullable String jwks;
  public final List<String> errors = new ArrayList<>();
  public final AtomicInteger keyRequests = new AtomicInteger();

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Map<String, Code> codes = new HashMap<>();
  private final Map<String, Person> tokens = new HashMap<>();

  public OidcServer() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(threads);
    server.createContext("/.well-known/openid-configuration", this::discovery);
    server.createContext("/keys", this::keys);
    server.createContext("/token", this::token);
    server.createContext("/userinfo", this::userinfo);
    server.start();
  }

  public String issuer() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** The user agrees; what comes back to the callback. */
  public Map<String, String> approve(String address, Person person) {
    Map<String, String> query = form(URI.create(address).getRawQuery());
    assertEquals("code", query.get("response_type"));
    assertEquals(CLIENT, query.get("client_id"));
    String code = UUID.randomUUID().toString();
    codes.put(
        code,
        new Code(
            person,
            String.valueOf(query.get("redirect_uri")),
            query.get("code_challenge"),
            query.get("nonce")));
    return Map.of("state", String.valueOf(query.get("state")), "code", code);
  }

  /** A token for a client that does without us. */
  public String idToken(Person person, @Nullable String hashedNonce, @Nullable String accessToken) {
    return idToken(person, hashedNonce, null, accessToken);
  }

  public static Map<String, String> form(String text) {
    Map<String, String> fields = new HashMap<>();
    for (String pair : text.split("&")) {
      String[] halves = pair.split("=", 2);
      fields.put(decoded(halves[0]), halves.length > 1 ? decoded(halves[1]) : "");
    }
    return fields;
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }

  private static void assertEquals(String expected, @Nullable String given) {
    if (!expected.equals(given)) {
      throw new AssertionError("expected " + expected + ", not " + given);
    }
  }

  private void discovery(HttpExchange exchange) throws IOException {
    var json =
        JsonValues.object()
            .add("issuer", discoveryIssuer.isEmpty() ? issuer() : discoveryIssuer)
            .add("authorization_endpoint", issuer() + "/authorize?tenant=1")
            .add("token_endpoint", issuer() + "/token")
            .add("jwks_uri", issuer() + "/keys")
            .add("userinfo_endpoint", issuer() + "/userinfo");
    if (secretInForm) {
      json.add(
          "token_endpoint_auth_methods_supported", JsonValues.array().add("client_secret_post"));
    }
    answer(exchange, 200, json.build().toString());
  }

  private void keys(HttpExchange exchange) throws IOException {
    keyRequests.incrementAndGet();
    answer(exchange, 200, jwks == null ? new JWKSet(KEY.toPublicJWK()).toString() : jwks);
  }

  private void token(HttpExchange exchange) throws IOException {
    Map<String, String> form =
        form(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
    if (redirectTokenTo != null) {
      exchange.getResponseHeaders().add("Location", redirectTokenTo);
      answer(exchange, 307, "");
      return;
    }
    if (slowToken || drippingToken) {
      hang(exchange);
      return;
    }
    if (hugeToken) {
      answer(exchange, 200, "{\"access_token\":\"" + "x".repeat(2_000_000) + "\"}");
      return;
    }
    Code code = codes.remove(form.get("code"));
    String wrong = code == null ? "code" : wrong(exchange, form, code);
    if (code == null || !wrong.isEmpty() || tokenStatus != 200) {
      errors.add(wrong);
      answer(exchange, tokenStatus == 200 ? 400 : tokenStatus, "{\"error\":\"invalid_grant\"}");
      return;
    }
    String accessToken = UUID.randomUUID().toString();
    tokens.put(accessToken, code.person());
    answer(
        exchange,
        200,
        JsonValues.object()
            .add("access_token", accessToken)
            .add("refresh_token", "refresh-" + accessToken)
            .add("token_type", "Bearer")
            .add("id_token", idToken(code.person(), null, code.nonce(), accessToken))
            .build()
            .toString());
  }

  private String wrong(HttpExchange exchange, Map<String, String> form, Code code) {
    String basic =
        "Basic "
            + Base64.getEncoder()
                .encodeToString(
                    "minibaas:s3cret%3Awith%2Fspecial".getBytes(StandardCharsets.UTF_8));
    boolean known =
        secretInForm
            ? SECRET.equals(form.get("client_secret")) && CLIENT.equals(form.get("client_id"))
            : basic.equals(exchange.getRequestHeaders().getFirst("Authorization"));
    if (!known) {
      return "client";
    }
    if (!code.redirectUri().equals(form.get("redirect_uri"))) {
      return "redirect_uri";
    }
    return base64url(sha("SHA-256", String.valueOf(form.get("code_verifier"))))
            .equals(code.challenge())
        ? ""
        : "code_verifier";
  }

  private void hang(HttpExchange exchange) throws IOException {
    try {
      if (drippingToken) {
        exchange.sendResponseHeaders(200, 0);
        do {
          exchange.getResponseBody().write(' ');
          exchange.getResponseBody().flush();
        } while (!closing.await(50, java.util.concurrent.TimeUnit.MILLISECONDS));
      } else {
        closing.await();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      exchange.close();
    }
  }

  private void userinfo(HttpExchange exchange) throws IOException {
    String bearer = exchange.getRequestHeaders().getFirst("Authorization");
    Person person = Objects.requireNonNull(tokens.get(bearer.substring("Bearer ".length())));
    var json =
        JsonValues.object()
            .add("sub", userinfoSubject == null ? person.subject() : userinfoSubject);
    if (person.email() != null) {
      json.add("email", person.email()).add("email_verified", "true");
    }
    answer(exchange, 200, json.build().toString());
  }

  private String idToken(
      Person person,
      @Nullable String hashedNonce,
      @Nullable String visitNonce,
      @Nullable String accessToken) {
    JWTClaimsSet.Builder claims =
        new JWTClaimsSet.Builder()
            .issuer(tokenIssuer.isEmpty() ? issuer() : tokenIssuer)
            .subject(person.subject())
            .audience(audience)
            .expirationTime(Date.from(expiry))
            .issueTime(Date.from(issuedAt))
            .claim("name", "Ann Example")
            .claim("picture", "https://id.example.org/ann.png")
            .claim("azp", authorizedParty)
            .claim("nonce", nonce != null ? nonce : hashedNonce != null ? hashedNonce : visitNonce);
    if (person.email() != null && !emailInUserinfoOnly) {
      claims.claim("email", person.email()).claim("email_verified", person.verified());
    }
    if (accessToken != null) {
      claims.claim("at_hash", base64url(Arrays.copyOf(sha("SHA-256", accessToken), 16)));
    }
    return signed(claims.build());
  }

  private String signed(JWTClaimsSet claims) {
    try {
      if (signing.equals("none")) {
        return new PlainJWT(claims).serialize();
      }
      boolean shared = signing.equals("HS256");
      SignedJWT jwt =
          new SignedJWT(
              new JWSHeader.Builder(shared ? JWSAlgorithm.HS256 : JWSAlgorithm.RS256)
                  .keyID(signing.equals("unknown key") ? "two" : "one")
                  .build(),
              claims);
      // the public key as a secret: what a verifier that trusts the header falls for
      jwt.sign(
          shared
              ? new MACSigner(KEY.toRSAPublicKey().getEncoded())
              : new RSASSASigner(signing.equals("another key") ? OTHER_KEY : KEY));
      return jwt.serialize();
    } catch (JOSEException e) {
      throw new AssertionError(e);
    }
  }

  private static RSAKey newKey(String id) {
    try {
      return new RSAKeyGenerator(2048).keyID(id).generate();
    } catch (JOSEException e) {
      throw new AssertionError(e);
    }
  }

  private static byte[] sha(String algorithm, String text) {
    try {
      return MessageDigest.getInstance(algorithm).digest(text.getBytes(StandardCharsets.US_ASCII));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  private static String base64url(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private static void answer(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().add("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    if (bytes.length > 0) {
      exchange.getResponseBody().write(bytes);
    }
    exchange.close();
  }

  @Override
  public void close() {
    closing.countDown();
    server.stop(0);
    threads.shutdownNow();
  }
}
