package dev.minibaas.registry;

import dev.minibaas.engines.target.TargetPolicy;
import dev.minibaas.engines.target.Targets;
import dev.minibaas.platform.body.JsonBody;
import dev.minibaas.platform.settings.Settings;
import dev.minibaas.platform.sql.ServiceTransactions;
import dev.minibaas.testkit.TestDatabase;
import dev.minibaas.testkit.TestDatabase.Login;
import dev.minibaas.testkit.Tokens;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The service over a test's database, without a server around it. */
final class RegistryFixture {
  static final String VAULT_KEY = "the-vault-key-of-tests-0123456789";
  static final String SERVICE_TOKEN = "the-service-token-of-tests-0123456789";
  static final Tenant.One ALICE = new Tenant.One("6a0fd5a0-7f5f-4a0a-9d05-2f0c6f0a0001");
  static final Tenant.One BOB = new Tenant.One("6a0fd5a0-7f5f-4a0a-9d05-2f0c6f0a0002");

  final TestDatabase database;
  final ServiceTransactions transactions;
  final Vault vault;
  final Databases databases;

  RegistryFixture(TestDatabase database) {
    this(database, config(Map.of()));
  }

  RegistryFixture(TestDatabase database, RegistryConfig config) {
    this.database = database;
    transactions = new ServiceTransactions(database.pool(Login.REGISTRY, 8));
    vault = new Vault(config);
    databases = new Databases(transactions, vault, connections());
  }

  static Connections connections() {
    return new Connections(
        new Targets(new TargetPolicy(List.of("127.0.0.0/8"), Optional.empty(), 1_000_000)));
  }

  static RegistryConfig config(Map<String, String> changes) {
    Map<String, String> values =
        new HashMap<>(
            Map.of(
                "JWT_SECRET", Tokens.SECRET,
                "VAULT_ENC_KEY", VAULT_KEY,
                "ADAPTER_REGISTRY_SERVICE_TOKEN", SERVICE_TOKEN));
    values.putAll(changes);
    Settings settings = Settings.of(values);
    RegistryConfig config = RegistryConfig.from(settings);
    settings.check();
    return config;
  }

  /** A connection string that leads to the test's own database. */
  String connection() {
    return database.uri(Login.AUTHENTICATOR);
  }

  JsonBody body(String name) {
    return JsonBody.of(
        """
        {"engine": "postgresql", "name": "%s", "connection_string": "%s"}\
        """
            .formatted(name, connection()));
  }

  Registration register(Tenant.One tenant, String name) {
    return databases.register(tenant, body(name));
  }
}
