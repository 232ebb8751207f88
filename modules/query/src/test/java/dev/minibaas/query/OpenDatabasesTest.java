package dev.minibaas.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.minibaas.platform.caller.Caller;
import dev.minibaas.platform.error.ApiError;
import dev.minibaas.platform.error.ErrorCode;
import dev.minibaas.testkit.PostgresExtension;
import dev.minibaas.testkit.TestDatabase;
import dev.minibaas.testkit.TestDatabase.Login;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Which databases are open, and that what is closed leaves nothing behind on the server. */
@ExtendWith(PostgresExtension.class)
class OpenDatabasesTest {
  private static final String ALICE = "aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa";
  private static final int REGISTERED = 1000;
  private static final int ACTIVE = 50;

  @TempDir private static Path directory;

  private final TestDatabase database;
  private final Caller alice = PlaneHarness.user(ALICE);

  OpenDatabasesTest(TestDatabase database) {
    this.database = database;
  }

  @BeforeEach
  void table() {
    database.execute(
        "drop table if exists goods; create table goods (id int primary key, name text);"
            + " insert into goods values (1, 'pen')");
  }

  private String connections() {
    return database
        .query("select count(*) from pg_stat_activity where application_name = 'mini-baas'")
        .getFirst();
  }

  private UUID register(PlaneHarness service) {
    return service.registry.add(
        ALICE, "postgresql", database.uri(Login.SUPERUSER), "{\"pool_size\":2}");
  }

  @Test
  void of_a_thousand_registered_databases_those_in_use_are_open() throws Exception {
    int threads = ManagementFactory.getThreadMXBean().getThreadCount();
    try (PlaneHarness service = new PlaneHarness(directory, Duration.ofMinutes(5), ACTIVE)) {
      List<UUID> all = new ArrayList<>();
      for (int i = 0; i < REGISTERED; i++) {
        all.add(register(service));
      }
      for (UUID id : all) {
        assertThat(service.run(alice, id, "goods", "{}")).contains("pen");
        assertThat(service.databases.count()).isLessThanOrEqualTo(ACTIVE);
      }
      assertThat(service.databases.connections()).isLessThanOrEqualTo(ACTIVE);
      assertThat(Integer.parseInt(connections())).isLessThanOrEqualTo(ACTIVE + 1);

      long before = usedHeap();
      Random random = new Random(7);
      for (int i = 0; i < 5000; i++) {
        UUID id = all.get(i % 10 == 0 ? random.nextInt(REGISTERED) : random.nextInt(40));
        assertThat(service.run(alice, id, "goods", "{}")).contains("pen");
      }
      assertThat(service.databases.count()).isLessThanOrEqualTo(ACTIVE);
      assertThat(usedHeap() - before).isLessThan(8L << 20);

      service.databases.evictIdle();
      assertThat(service.databases.count()).isZero();
      assertThat(service.databases.connections()).isZero();
    }
    awaitNoConnections();
    assertThat(ManagementFactory.getThreadMXBean().getThreadCount()).isLessThan(threads + 20);
  }

  /** A connection that is closed here is gone there a moment later. */
  private void awaitNoConnections() throws InterruptedException {
    for (int i = 0; i < 200 && !connections().equals("0"); i++) {
      Thread.sleep(25);
    }
    assertThat(connections()).isEqualTo("0");
  }

  private static long usedHeap() throws InterruptedException {
    long least = Long.MAX_VALUE;
    for (int i = 0; i < 4; i++) {
      System.gc();
      Thread.sleep(50);
      Runtime runtime = Runtime.getRuntime();
      least = Math.min(least, runtime.totalMemory() - runtime.freeMemory());
    }
    return least;
  }

  @Test
  void a_changed_registration_closes_what_the_older_one_opened() throws Exception {
    try (PlaneHarness service = new PlaneHarness(directory, Duration.ZERO, 10)) {
      UUID id = register(service);
      assertThat(service.run(alice, id, "goods", "{}")).contains("pen");
      assertThat(connections()).isEqualTo("1");
      service.registry.change(
          id, database.uri(Login.SUPERUSER) + "?application_name=changed", "{}");
      assertThat(service.run(alice, id, "goods", "{}")).contains("pen");
      awaitNoConnections();
      assertThat(service.databases.count()).isOne();
    }
  }

  @Test
  void a_removed_registration_is_closed_and_not_found() throws Exception {
    try (PlaneHarness service = new PlaneHarness(directory, Duration.ZERO, 10)) {
      UUID id = register(service);
      service.run(alice, id, "goods", "{}");
      service.registry.remove(id);
      ApiError gone =
          catchThrowableOfType(ApiError.class, () -> service.run(alice, id, "goods", "{}"));
      assertThat(gone.code()).isEqualTo(ErrorCode.NOT_FOUND);
      assertThat(service.databases.count()).isZero();
      awaitNoConnections();
    }
  }

  @Test
  void calls_in_flight_end_well_while_the_registration_changes() throws Exception {
    try (PlaneHarness service = new PlaneHarness(directory, Duration.ofMillis(1), 10);
        var threads = Executors.newFixedThreadPool(8)) {
      UUID id = register(service);
      CountDownLatch start = new CountDownLatch(1);
      List<Future<Integer>> results = new ArrayList<>();
      for (int t = 0; t < 8; t++) {
        results.add(
            threads.submit(() -> {
              start.await();
              int read = 0;
              for (int i = 0; i < 100; i++) {
                read += service.run(alice, id, "goods", "{}").contains("pen") ? 1 : 0;
              }
              return read;
            }));
      }
      start.countDown();
      for (int i = 0; i < 20; i++) {
        service.registry.change(id, database.uri(Login.SUPERUSER), "{\"pool_size\":2}");
        service.databases.evictIdle();
        Thread.sleep(5);
      }
      for (Future<Integer> result : results) {
        assertThat(result.get()).isEqualTo(100);
      }
    }
    awaitNoConnections();
  }

  @Test
  void a_connection_that_the_server_dropped_costs_a_reader_nothing() {
    try (PlaneHarness service = new PlaneHarness(directory, Duration.ofMinutes(1), 10)) {
      UUID id = register(service);
      for (int i = 0; i < 5; i++) {
        assertThat(service.run(alice, id, "goods", "{}")).contains("pen");
        database.execute(
            "select pg_terminate_backend(pid) from pg_stat_activity"
                + " where application_name = 'mini-baas'");
      }
      assertThat(service.run(alice, id, "goods", "{}")).contains("pen");
    }
  }
}
