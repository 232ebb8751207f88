package dev.minibaas.benchmarks.enumeration;

import dev.minibaas.benchmarks.stack.OwnStack;
import dev.minibaas.benchmarks.stack.Stack;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * Asks each endpoint about addresses with and without an account, in random order, and compares the
 * times by Welch's t. A value beyond 4.5 says that they can be told apart.
 */
public final class Enumeration {
  private static final int REQUESTS = 1000;
  private static final int WARM_UP = 300;
  private static final double BAR = 4.5;
  private static final double SHARE = 0.95;

  private static final Map<String, String> SETTINGS =
      Map.of(
          "GOTRUE_MAILER_AUTOCONFIRM", "false",
          "GOTRUE_SMTP_MAX_FREQUENCY", "0",
          "GOTRUE_RATE_LIMIT_EMAIL_SENT", "1000000",
          "GOTRUE_RATE_LIMIT_OTP", "1000000",
          "GOTRUE_RATE_LIMIT_VERIFY", "1000000",
          "GOTRUE_RATE_LIMIT_TOKEN_REFRESH", "1000000");

  /** One endpoint and what it is asked; %s stands for the address. */
  private record Endpoint(String name, String path, String body) {}

  private static final List<Endpoint> ENDPOINTS =
      List.of(
          new Endpoint("recover", "/recover", "{\"email\":\"%s\"}"),
          new Endpoint("otp", "/otp", "{\"email\":\"%s\"}"),
          new Endpoint("magiclink", "/magiclink", "{\"email\":\"%s\"}"),
          new Endpoint("resend", "/resend", "{\"type\":\"signup\",\"email\":\"%s\"}"),
          new Endpoint(
              "password",
              "/token?grant_type=password",
              "{\"email\":\"%s\",\"password\":\"wrong\"}"),
          new Endpoint("signup", "/signup", "{\"email\":\"%s\",\"password\":\"correct horse\"}"));

  private static final String USERS =
      """
      insert into auth.users (instance_id, id, aud, role, email, encrypted_password,
        email_confirmed_at, raw_app_meta_data, raw_user_meta_data, created_at, updated_at)
      select '00000000-0000-0000-0000-000000000000', gen_random_uuid(), 'authenticated',
        'authenticated', 'known' || i || '@example.org',
        '$2a$10$C6UzMDM.H6dfI/f/IKxGhuS7pP1WQIyB6Bvn8Hg6Jc3GM6T9zXn4W', now(),
        '{"provider":"email","providers":["email"]}', '{"email_verified":true}', now(), now()
      from generate_series(0, %d) i;
      insert into auth.identities (provider_id, user_id, provider, identity_data, created_at,
        updated_at)
      select id::text, id, 'email', jsonb_build_object('sub', id, 'email', email), now(), now()
      from auth.users;
      analyze auth.users
      """;

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final Random random = new Random(4);
  private final String base;
  private final String key;
  private int fresh;

  private Enumeration(String base, String key) {
    this.base = base;
    this.key = key;
  }

  public static void run() throws SQLException, IOException, InterruptedException {
    try (OwnStack own = new OwnStack(SETTINGS)) {
      Stack stack = own.start();
      try (Connection superuser = stack.database().connect();
          Statement statement = superuser.createStatement()) {
        statement.execute(USERS.formatted(REQUESTS + WARM_UP));
      }
      new Enumeration("http://localhost:" + own.port() + "/auth/v1", own.anonKey()).compare();
    }
  }

  private void compare() throws IOException, InterruptedException {
    System.out.printf(
        "%-10s %10s %12s %8s %18s  %s%n",
        "endpoint", "known ms", "unknown ms", "t", "t of fastest 95 %", "statuses");
    for (Endpoint endpoint : ENDPOINTS) {
      compare(endpoint);
    }
  }

  private void compare(Endpoint endpoint) throws IOException, InterruptedException {
    for (int i = 0; i < WARM_UP; i++) {
      time(endpoint, i % 2 == 0 ? "known" + (REQUESTS + i) + "@example.org" : unknown());
    }
    boolean[] order = shuffled();
    double[] known = new double[REQUESTS];
    double[] unknown = new double[REQUESTS];
    int[] next = new int[2];
    Map<Integer, Integer> ofKnown = new TreeMap<>();
    Map<Integer, Integer> ofUnknown = new TreeMap<>();
    for (boolean isKnown : order) {
      String address = isKnown ? "known" + next[0] + "@example.org" : unknown();
      Timed timed = time(endpoint, address);
      (isKnown ? ofKnown : ofUnknown).merge(timed.status(), 1, Integer::sum);
      if (isKnown) {
        known[next[0]++] = timed.millis();
      } else {
        unknown[next[1]++] = timed.millis();
      }
    }
    print(endpoint, new Sample(known), new Sample(unknown), ofKnown, ofUnknown);
  }

  private static void print(
      Endpoint endpoint,
      Sample known,
      Sample unknown,
      Map<Integer, Integer> ofKnown,
      Map<Integer, Integer> ofUnknown) {
    double bound = Sample.quantile(known, unknown, SHARE);
    double all = Sample.t(known, unknown);
    double most = Sample.t(known.below(bound), unknown.below(bound));
    boolean alike = Math.abs(all) < BAR && Math.abs(most) < BAR && ofKnown.equals(ofUnknown);
    System.out.printf(
        "%-10s %10.3f %12.3f %8.2f %18.2f  %s %s%n",
        endpoint.name(),
        known.mean(),
        unknown.mean(),
        all,
        most,
        ofKnown + " " + ofUnknown,
        alike ? "alike" : "TOLD APART");
  }

  private boolean[] shuffled() {
    Boolean[] order = new Boolean[2 * REQUESTS];
    Arrays.setAll(order, i -> i % 2 == 0);
    List<Boolean> list = Arrays.asList(order);
    java.util.Collections.shuffle(list, random);
    boolean[] shuffled = new boolean[order.length];
    for (int i = 0; i < shuffled.length; i++) {
      shuffled[i] = list.get(i);
    }
    return shuffled;
  }

  private String unknown() {
    // as long as the others
    return "fresh" + fresh++ + "@example.org";
  }

  private record Timed(double millis, int status) {}

  private Timed time(Endpoint endpoint, String address) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(base + endpoint.path()))
            .header("apikey", key)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(endpoint.body().formatted(address)))
            .build();
    long start = System.nanoTime();
    HttpResponse<Void> response = client.send(request, HttpResponse.BodyHandlers.discarding());
    return new Timed((System.nanoTime() - start) / 1e6, response.statusCode());
  }
}
