package dev.minibaas.acceptance.http;

import jakarta.json.JsonObject;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.UUID;

/** The platform's one port. Each call carries the anon key unless it says otherwise. */
public final class Api {
  public static final String PASSWORD = "TestPass123!";

  private final URI base;
  private final String anonKey;
  private final HttpClient client;

  public Api(URI base, String anonKey) {
    this(base, anonKey, client().build());
  }

  private Api(URI base, String anonKey, HttpClient client) {
    this.base = base;
    this.anonKey = anonKey;
    this.client = client;
  }

  private static HttpClient.Builder client() {
    return HttpClient.newBuilder()
        .version(HttpClient.Version.HTTP_1_1)
        .connectTimeout(Duration.ofSeconds(10));
  }

  /**
   * The same port, called from another address of this machine: limits count per address, so each
   * phase that has to see fresh counters comes from an address of its own.
   *
   * @param address one of 127.0.0.0/8
   */
  public Api from(String address) {
    try {
      return new Api(base, anonKey, client().localAddress(InetAddress.getByName(address)).build());
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(address + " is no IP address", e);
    }
  }

  public URI base() {
    return base;
  }

  public Call get(String path) {
    return call("GET", path);
  }

  public Call head(String path) {
    return call("HEAD", path);
  }

  public Call options(String path) {
    return call("OPTIONS", path);
  }

  public Call delete(String path) {
    return call("DELETE", path);
  }

  public Call post(String path, String json) {
    return call("POST", path).json(json);
  }

  public Call put(String path, String json) {
    return call("PUT", path).json(json);
  }

  public Call patch(String path, String json) {
    return call("PATCH", path).json(json);
  }

  public Call call(String method, String path) {
    return new Call(client, method, URI.create(base + path)).key(anonKey);
  }

  /** Signs up somebody new, who is signed in by that. */
  public Account signUp() {
    String email = freshEmail();
    Answer answer = post("/auth/v1/signup", credentials(email, PASSWORD)).send().is(200);
    return account(email, answer);
  }

  /** Signs somebody in by password. */
  public Account signIn(String email, String password) {
    return account(
        email,
        post("/auth/v1/token?grant_type=password", credentials(email, password)).send().is(200));
  }

  private static Account account(String email, Answer answer) {
    JsonObject session = answer.object();
    return new Account(
        answer.text("/user/id"),
        email,
        session.getString("access_token"),
        session.getString("refresh_token"));
  }

  public static String freshEmail() {
    return "user-" + UUID.randomUUID() + "@example.com";
  }

  public static String credentials(String email, String password) {
    return """
    {"email":"%s","password":"%s"}\
    """
        .formatted(email, password);
  }
}
