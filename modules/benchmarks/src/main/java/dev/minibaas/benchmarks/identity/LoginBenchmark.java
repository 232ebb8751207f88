package dev.minibaas.benchmarks.identity;

import at.favre.lib.crypto.bcrypt.BCrypt;
import dev.minibaas.benchmarks.stack.OwnStack;
import dev.minibaas.benchmarks.stack.Stack;
import dev.minibaas.platform.settings.Settings;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Whole logins through the gateway's port, in turns with bcrypt alone: the same library, cost and
 * number of threads, in this process.
 */
public final class LoginBenchmark {
  private static final int CONNECTIONS = 8;
  private static final int COST = 10;
  private static final int ROUNDS = 3;
  private static final Duration WARM_UP = Duration.ofSeconds(10);
  private static final Duration WINDOW = Duration.ofSeconds(10);
  private static final double BAR = 0.85;

  private LoginBenchmark() {}

  /** Uses the platform that the environment names, or starts one of its own. */
  public static void run() throws IOException {
    Map<String, String> environment = System.getenv();
    if (environment.containsKey("BASE_URL")) {
      measure(Stack.from(Settings.of(environment)), workers(environment));
      return;
    }
    try (OwnStack own = new OwnStack()) {
      measure(own.start(), workers(environment));
    }
  }

  /** As the service's setting and its default have it. */
  private static int workers(Map<String, String> environment) {
    int cores = Runtime.getRuntime().availableProcessors();
    return Settings.of(environment)
        .integer("AUTH_PASSWORD_WORKERS", Math.max(1, cores - 1), 1, 256);
  }

  private static void measure(Stack stack, int workers) throws IOException {
    List<Login> logins = new ArrayList<>();
    for (Accounts.Account account : Accounts.signUp(stack, CONNECTIONS)) {
      logins.add(new Login(new AuthConnection(stack), account.credentials()));
    }
    List<RawHash> hashes = new ArrayList<>();
    for (int i = 0; i < workers; i++) {
      hashes.add(new RawHash());
    }
    Crew.perSecond(logins, WARM_UP);
    Crew.perSecond(hashes, WARM_UP);
    double login = 0;
    double raw = 0;
    for (int round = 0; round < ROUNDS; round++) {
      login += Crew.perSecond(logins, WINDOW) / ROUNDS;
      raw += Crew.perSecond(hashes, WINDOW) / ROUNDS;
    }
    for (Login each : logins) {
      each.connection.close();
    }
    System.out.printf(
        "logins, %d connections, %d hashing threads  %8.2f /s%n", CONNECTIONS, workers, login);
    System.out.printf("bcrypt alone, %d threads                    %8.2f /s%n", workers, raw);
    System.out.printf(
        "ratio                                      %8.3f   (bar %.2f: %s)%n",
        login / raw, BAR, login / raw >= BAR ? "met" : "MISSED");
  }

  private record Login(AuthConnection connection, String credentials) implements Crew.Work {
    @Override
    public void run() throws IOException {
      connection.post("/auth/v1/token?grant_type=password", credentials).refreshToken();
    }
  }

  private static final class RawHash implements Crew.Work {
    private final byte[] password =
        Accounts.PASSWORD.getBytes(java.nio.charset.StandardCharsets.UTF_8);
    private final byte[] hash = BCrypt.withDefaults().hash(COST, password);

    @Override
    public void run() {
      if (!BCrypt.verifyer().verify(password, hash).verified) {
        throw new IllegalStateException("bcrypt doesn't know its own hash");
      }
    }
  }
}
