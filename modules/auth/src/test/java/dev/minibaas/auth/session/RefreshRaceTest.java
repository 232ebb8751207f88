package dev.minibaas.auth.session;

import static dev.minibaas.auth.AuthFixture.ANYBODY;
import static dev.minibaas.auth.AuthFixture.body;
import static org.assertj.core.api.Assertions.assertThat;

import dev.minibaas.auth.AuthFixture;
import dev.minibaas.auth.error.AuthFailure;
import dev.minibaas.testkit.PostgresExtension;
import dev.minibaas.testkit.TestDatabase;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Many threads refresh few sessions, each with whatever token it saw last, as the tabs of a browser
 * do: nobody is refused, no session is lost, and the database has no deadlock.
 */
@ExtendWith(PostgresExtension.class)
class RefreshRaceTest {
  private static final int THREADS = 24;
  private static final int SESSIONS = 6;
  private static final int CALLS = 1_500;

  private final TestDatabase database;

  RefreshRaceTest(TestDatabase database) {
    this.database = database;
  }

  @ParameterizedTest
  @CsvSource({"1,0,false", "2,0,false", "2,100,false", "1,0,true", "2,0,true"})
  void everyoneGetsAValidSessionAndEveryFamilySurvives(
      int version, int upgrade, boolean singlePerUser) {
    String name = "race-" + version + "-" + upgrade + "-" + singlePerUser;
    // a session that is to change begins as one of the first kind
    AuthFixture issuing = auth(upgrade > 0 ? 1 : version, 0, singlePerUser);
    AuthFixture auth = auth(version, upgrade, singlePerUser);
    AtomicReferenceArray<String> newest = new AtomicReferenceArray<>(SESSIONS);
    for (int i = 0; i < SESSIONS; i++) {
      newest.set(i, issuing.newUser(name + i + "@example.org").getString("refresh_token"));
    }

    List<String> refusals = race(auth, newest);

    assertThat(refusals).isEmpty();
    for (int i = 0; i < SESSIONS; i++) {
      assertThat(auth.refresh(newest.get(i)).getString("refresh_token")).isNotEmpty();
    }
    assertThat(
            database.query(
                "select deadlocks from pg_stat_database where datname = current_database()"))
        .containsExactly("0");
    assertThat(
            database.query(
                """
                select count(*) from auth.sessions s join auth.users u on u.id = s.user_id
                where u.email like '%s%%'
                """
                    .formatted(name)))
        .containsExactly(Integer.toString(SESSIONS));
  }

  private AuthFixture auth(int version, int upgrade, boolean singlePerUser) {
    Map<String, String> settings = new HashMap<>();
    settings.put("GOTRUE_SECURITY_REFRESH_TOKEN_ALGORITHM_VERSION", Integer.toString(version));
    settings.put("GOTRUE_SECURITY_REFRESH_TOKEN_UPGRADE_PERCENTAGE", Integer.toString(upgrade));
    settings.put("GOTRUE_SESSIONS_SINGLE_PER_USER", Boolean.toString(singlePerUser));
    // long enough for a crowded machine
    settings.put("GOTRUE_SECURITY_REFRESH_TOKEN_REUSE_INTERVAL", "600");
    return new AuthFixture(database, settings);
  }

  private static List<String> race(AuthFixture auth, AtomicReferenceArray<String> newest) {
    AtomicInteger left = new AtomicInteger(CALLS);
    List<CompletableFuture<List<String>>> threads = new ArrayList<>();
    try (ExecutorService pool = Executors.newFixedThreadPool(THREADS)) {
      for (int i = 0; i < THREADS; i++) {
        Random random = new Random(i);
        threads.add(
            CompletableFuture.supplyAsync(() -> refreshAll(auth, newest, left, random), pool));
      }
    }
    return threads.stream().flatMap(thread -> thread.join().stream()).toList();
  }

  private static List<String> refreshAll(
      AuthFixture auth, AtomicReferenceArray<String> newest, AtomicInteger left, Random random) {
    List<String> refusals = new ArrayList<>();
    while (left.getAndDecrement() > 0) {
      int session = random.nextInt(SESSIONS);
      String token = newest.get(session);
      try {
        newest.set(
            session,
            auth.refreshGrant
                .refresh(body("{'refresh_token':'" + token + "'}"), ANYBODY)
                .refreshToken());
      } catch (AuthFailure e) {
        // a crowd on one session may be sent away; it may not be told that its session is over
        if (e.status() != 409) {
          refusals.add(e.code() + " " + e.getMessage());
        }
      }
    }
    return refusals;
  }
}
