package dev.minibaas.registry;

import static dev.minibaas.registry.RegistryFixture.ALICE;
import static dev.minibaas.registry.RegistryFixture.BOB;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.minibaas.platform.error.ApiError;
import dev.minibaas.platform.error.ErrorCode;
import dev.minibaas.testkit.PostgresExtension;
import dev.minibaas.testkit.TestDatabase;
import jakarta.json.JsonObject;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(PostgresExtension.class)
class VaultTest {
  private static final String TABLE = "minibaas_registry.databases";

  private final TestDatabase database;
  private final RegistryFixture registry;

  VaultTest(TestDatabase database) {
    this.database = database;
    this.registry = new RegistryFixture(database);
  }

  private JsonObject connect(RegistryFixture through, UUID id) {
    return Objects.requireNonNull(through.databases.connect(new Tenant.All(), id, null));
  }

  private void assertClosed(UUID id) {
    assertThatThrownBy(() -> connect(registry, id))
        .isInstanceOfSatisfying(
            ApiError.class,
            e -> {
              assertThat(e.code()).isEqualTo(ErrorCode.UNAVAILABLE);
              assertThat(e.publicMessage()).doesNotContain("postgresql://");
            });
  }

  private UUID register(String name) {
    return registry.register(ALICE, name).identity().id();
  }

  @Test
  void credentialsSwappedBetweenRowsDoNotOpen() {
    UUID first = register("swap 1");
    UUID second = registry.register(BOB, "swap 2").identity().id();
    database.execute(
        """
        update %1$s a set connection_sealed = b.connection_sealed from %1$s b
        where a.id in ('%2$s', '%3$s') and b.id in ('%2$s', '%3$s') and a.id <> b.id\
        """
            .formatted(TABLE, first, second));
    assertClosed(first);
    assertClosed(second);
  }

  @Test
  void aChangedTenantOrEngineDoesNotOpen() {
    UUID tenant = register("tenant");
    database.execute(
        "update %s set tenant_id = '%s' where id = '%s'".formatted(TABLE, BOB.id(), tenant));
    assertClosed(tenant);
    UUID engine = register("engine");
    database.execute("update %s set engine = 'mysql' where id = '%s'".formatted(TABLE, engine));
    assertClosed(engine);
  }

  @Test
  void aTruncatedTagAndAnyFlippedBitDoNotOpen() {
    UUID truncated = register("truncated");
    database.execute(
        "update %s set connection_sealed = substr(connection_sealed, 1, length(connection_sealed) - 1)"
                .formatted(TABLE)
            + " where id = '"
            + truncated
            + "'");
    assertClosed(truncated);

    UUID flipped = register("flipped");
    int bytes =
        Integer.parseInt(
            database
                .query(
                    "select length(connection_sealed) from %s where id = '%s'"
                        .formatted(TABLE, flipped))
                .getFirst());
    for (int at = 0; at < bytes; at++) {
      String flip =
          "update %s set connection_sealed = set_bit(connection_sealed, %d, 1 - get_bit(connection_sealed, %d))"
                  .formatted(TABLE, at * 8, at * 8)
              + " where id = '"
              + flipped
              + "'";
      database.execute(flip);
      assertClosed(flipped);
      database.execute(flip);
    }
    assertThat(connect(registry, flipped)).isNotNull();
  }

  @Test
  void aWrongKeyVersionDoesNotOpen() {
    UUID id = register("version");
    registry.transactions.in(registry.vault::next);
    database.execute(
        "update %s set key_version = (select max(version) from minibaas_registry.vault_keys)"
                .formatted(TABLE)
            + " where id = '"
            + id
            + "'");
    assertClosed(id);
  }

  @Test
  void anOldKeyVersionOpensAndARotationRenewsIt() {
    UUID id = register("old");
    registry.transactions.in(registry.vault::next);
    assertThat(connect(registry, id)).isNotNull();
    int before = keyVersion(id);
    JsonObject result = new VaultRotation(registry.transactions, registry.vault).rotate();
    assertThat(keyVersion(id)).isEqualTo(result.getInt("version")).isGreaterThan(before);
    assertThat(connect(registry, id).getString("connection_string"))
        .isEqualTo(registry.connection());
  }

  @Test
  void theSecretCanBeChangedWhenTheFormerOneIsGiven() {
    UUID id = register("secret");
    RegistryFixture without =
        new RegistryFixture(
            database, RegistryFixture.config(Map.of("VAULT_ENC_KEY", "another-key-0123456789")));
    assertThatThrownBy(() -> connect(without, id)).isInstanceOf(ApiError.class);
    assertThatThrownBy(() -> without.register(ALICE, "not sealed")).isInstanceOf(ApiError.class);

    RegistryFixture with =
        new RegistryFixture(
            database,
            RegistryFixture.config(
                Map.of(
                    "VAULT_ENC_KEY",
                    "another-key-0123456789",
                    "VAULT_ENC_KEY_PREVIOUS",
                    RegistryFixture.VAULT_KEY)));
    assertThat(connect(with, id)).isNotNull();
    new VaultRotation(with.transactions, with.vault).rotate();
    RegistryFixture after =
        new RegistryFixture(
            database, RegistryFixture.config(Map.of("VAULT_ENC_KEY", "another-key-0123456789")));
    assertThat(connect(after, id)).isNotNull();

    // and back, for the other tests of this class
    RegistryFixture back =
        new RegistryFixture(
            database,
            RegistryFixture.config(Map.of("VAULT_ENC_KEY_PREVIOUS", "another-key-0123456789")));
    new VaultRotation(back.transactions, back.vault).rotate();
    assertThat(connect(registry, id)).isNotNull();
  }

  @Test
  void noReadFailsWhileKeysAreRotated() throws Exception {
    UUID[] ids = new UUID[60];
    for (int i = 0; i < ids.length; i++) {
      ids[i] = register("load " + i);
    }
    AtomicBoolean isOver = new AtomicBoolean();
    AtomicInteger reads = new AtomicInteger();
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      Future<?>[] readers = new Future<?>[4];
      for (int r = 0; r < readers.length; r++) {
        // each a node of its own, which has to learn of the new keys
        Vault vault = new Vault(RegistryFixture.config(Map.of()));
        Databases node = new Databases(registry.transactions, vault, RegistryFixture.connections());
        readers[r] =
            threads.submit(() -> {
              for (int i = 0; !isOver.get() || i < ids.length; i++) {
                node.connect(new Tenant.Connecting(ALICE), ids[i % ids.length], null);
                reads.incrementAndGet();
              }
            });
      }
      for (int rotation = 0; rotation < 3; rotation++) {
        new VaultRotation(registry.transactions, registry.vault).rotate();
        register("while rotating " + rotation);
      }
      isOver.set(true);
      for (Future<?> reader : readers) {
        reader.get();
      }
    }
    assertThat(reads.get()).isGreaterThanOrEqualTo(4 * ids.length);
    for (UUID id : ids) {
      assertThat(keyVersion(id)).isEqualTo(newestVersion());
    }
  }

  private int keyVersion(UUID id) {
    return Integer.parseInt(
        database
            .query("select key_version from %s where id = '%s'".formatted(TABLE, id))
            .getFirst());
  }

  private int newestVersion() {
    return Integer.parseInt(
        database.query("select max(version) from minibaas_registry.vault_keys").getFirst());
  }
}
