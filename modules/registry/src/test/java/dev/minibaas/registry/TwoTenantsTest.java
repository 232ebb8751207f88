package dev.minibaas.registry;

import static dev.minibaas.registry.RegistryFixture.ALICE;
import static dev.minibaas.registry.RegistryFixture.BOB;
import static org.assertj.core.api.Assertions.assertThat;

import dev.minibaas.platform.body.JsonBody;
import dev.minibaas.platform.error.ApiError;
import dev.minibaas.testkit.PostgresExtension;
import dev.minibaas.testkit.TestDatabase;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Random calls as one tenant; request n follows from the seed. {@code -Dfuzz.requests=10000}. */
@ExtendWith(PostgresExtension.class)
class TwoTenantsTest {
  private static final int REQUESTS = Integer.getInteger("fuzz.requests", 1000);

  private final TestDatabase database;
  private final RegistryFixture registry;
  private final Random random = new Random(5);
  private final List<UUID> ids = new ArrayList<>();

  TwoTenantsTest(TestDatabase database) {
    this.database = database;
    this.registry = new RegistryFixture(database);
  }

  private List<String> rowsOfAlice() {
    return database.query(
        "select d::text from minibaas_registry.databases d where tenant_id = '%s' order by id"
            .formatted(ALICE.id()));
  }

  @Test
  void whateverBobAsksNothingOfAliceIsSeenOrChanged() {
    for (int i = 0; i < 20; i++) {
      ids.add(registry.register(ALICE, "of alice " + i).identity().id());
    }
    List<String> before = rowsOfAlice();
    int seen = 0;
    for (int i = 0; i < REQUESTS; i++) {
      try {
        String answer = call();
        assertThat(answer).as("request %d", i).doesNotContain(ALICE.id(), "of alice");
        seen++;
      } catch (ApiError e) {
        assertThat(e.code().status()).as("request %d: %s", i, e.getMessage()).isBetween(400, 409);
      }
    }
    assertThat(seen).isPositive();
    assertThat(rowsOfAlice()).isEqualTo(before);
  }

  private String call() {
    UUID id = ids.get(random.nextInt(ids.size()));
    return switch (random.nextInt(7)) {
      case 0 -> registry.databases.one(BOB, id).toString();
      case 1 -> registry.databases.update(BOB, id, JsonBody.of(change())).toString();
      case 2 ->
          registry.databases.page(BOB, 1 + random.nextInt(100), random.nextInt(30)).toString();
      case 3 -> String.valueOf(registry.databases.connect(new Tenant.Connecting(BOB), id, null));
      case 4 -> deleted(id);
      case 5 -> registered();
      default -> registry.databases.page(BOB, 100, 0).total() + " registrations";
    };
  }

  private String deleted(UUID id) {
    registry.databases.delete(BOB, id);
    return "deleted";
  }

  private String registered() {
    Registration made = registry.register(BOB, "of bob " + random.nextInt(40));
    ids.add(made.identity().id());
    return made.toString();
  }

  private String change() {
    return switch (random.nextInt(4)) {
      case 0 -> "{\"name\":\"of bob %d\"}".formatted(random.nextInt(40));
      case 1 -> "{\"tenant_id\":\"%s\"}".formatted(ALICE.id());
      case 2 -> "{\"options\":{\"shared\":true,\"owner_column\":\"owner_id\"}}";
      default -> "{\"options\":{\"max_rows\":%d}}".formatted(random.nextInt(2000));
    };
  }
}
