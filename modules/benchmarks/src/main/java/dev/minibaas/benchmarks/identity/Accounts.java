package dev.minibaas.benchmarks.identity;

import dev.minibaas.benchmarks.stack.Stack;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Users of a run, and the sessions that they begin with. */
final class Accounts {
  static final String PASSWORD = "a password of the benchmark";

  private Accounts() {}

  /**
   * One account.
   *
   * @param refreshToken of its first session
   */
  record Account(String email, String refreshToken) {
    String credentials() {
      return "{\"email\":\"%s\",\"password\":\"%s\"}".formatted(email, PASSWORD);
    }
  }

  static List<Account> signUp(Stack stack, int count) throws IOException {
    List<Account> accounts = new ArrayList<>();
    try (AuthConnection connection = new AuthConnection(stack)) {
      for (int i = 0; i < count; i++) {
        Account account = new Account("bench-" + UUID.randomUUID() + "@example.com", "");
        String token = connection.post("/auth/v1/signup", account.credentials()).refreshToken();
        accounts.add(new Account(account.email(), token));
      }
    }
    return accounts;
  }
}
