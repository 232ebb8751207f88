package dev.minibaas.registry;

import dev.minibaas.engines.target.EngineKind;
import dev.minibaas.platform.body.JsonBody;
import dev.minibaas.platform.error.ApiError;
import dev.minibaas.platform.error.ErrorCode;
import dev.minibaas.platform.sql.ServiceTransaction;
import dev.minibaas.platform.sql.ServiceTransactions;
import dev.minibaas.platform.sql.SqlFailure;
import dev.minibaas.registry.Registration.Identity;
import dev.minibaas.registry.Registration.Sealed;
import jakarta.json.JsonObject;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What can be done with registrations. */
final class Databases {
  private static final String UNIQUE_VIOLATION = "23505";
  private static final String FOREIGN_KEY_VIOLATION = "23503";

  private final ServiceTransactions transactions;
  private final Vault vault;
  private final Connections connections;
  private final DatabaseStore store = new DatabaseStore();

  Databases(ServiceTransactions transactions, Vault vault, Connections connections) {
    this.transactions = transactions;
    this.vault = vault;
    this.connections = connections;
  }

  /** One page of a tenant's registrations, newest first. */
  record Page(List<Registration> registrations, long total) {}

  Registration register(Tenant.One tenant, JsonBody body) {
    EngineKind engine = Draft.engine(body);
    Draft draft = Draft.of(body, engine);
    connections.check(engine, tenant.id(), draft.connection());
    Identity identity = new Identity(UUID.randomUUID(), tenant.id(), engine);
    return writing(tenant, tx -> store.insert(tx, identity, draft, vault.sealing(tx)))
        .registration();
  }

  Page page(Tenant tenant, int limit, int offset) {
    return transactions.in(
        tenant.settings(), tx -> new Page(store.page(tx, limit, offset), store.count(tx)));
  }

  Registration one(Tenant tenant, UUID id) {
    return transactions.in(tenant.settings(), tx -> found(tx, id)).registration();
  }

  Registration update(Tenant tenant, UUID id, JsonBody body) {
    Sealed before = transactions.in(tenant.settings(), tx -> found(tx, id));
    Identity identity = before.registration().identity();
    String connection = transactions.in(tx -> vault.open(tx, before));
    Draft draft = Draft.of(body, before.registration(), connection);
    if (body.has("connection_string")) {
      connections.check(identity.engine(), identity.tenant(), draft.connection());
    }
    return writing(
            tenant,
            tx ->
                store
                    .update(tx, before, draft, vault.sealing(tx))
                    .orElseThrow(Databases::changedMeanwhile))
        .registration();
  }

  JsonObject test(Tenant tenant, UUID id) {
    Sealed sealed = transactions.in(tenant.settings(), tx -> found(tx, id));
    Identity identity = sealed.registration().identity();
    // outside of a transaction: the database that is tested may take its time
    JsonObject result = connections.test(identity, transactions.in(tx -> vault.open(tx, sealed)));
    if (result.getBoolean("healthy")) {
      touch(tenant, id);
    }
    return result;
  }

  private void touch(Tenant tenant, UUID id) {
    transactions.in(
        tenant.settings(),
        tx -> {
          store.touch(tx, id);
          return id;
        });
  }

  void delete(Tenant tenant, UUID id) {
    if (!transactions.in(tenant.settings(), tx -> store.delete(tx, id))) {
      throw absent();
    }
  }

  /** What a service connects with; null when the revision is the one that it knows. */
  @Nullable JsonObject connect(Tenant tenant, UUID id, @Nullable String knownRevision) {
    return transactions.in(
        tenant.settings(),
        tx -> {
          Sealed sealed = found(tx, id);
          if (Long.toString(sealed.registration().revision()).equals(knownRevision)) {
            return null;
          }
          String connection = vault.open(tx, sealed);
          store.touch(tx, id);
          return sealed.registration().json(connection);
        });
  }

  private Sealed found(ServiceTransaction tx, UUID id) {
    return store.byId(tx, id).orElseThrow(Databases::absent);
  }

  /** A second time when the key that was to seal has been taken away by a rotation just now. */
  private <T> T writing(Tenant tenant, Function<ServiceTransaction, T> work) {
    try {
      return writingOnce(tenant, work);
    } catch (SqlFailure e) {
      if (e.sqlState().equals(FOREIGN_KEY_VIOLATION)) {
        return writingOnce(tenant, work);
      }
      throw e;
    }
  }

  private <T> T writingOnce(Tenant tenant, Function<ServiceTransaction, T> work) {
    try {
      return transactions.in(tenant.settings(), work);
    } catch (SqlFailure e) {
      if (e.sqlState().equals(UNIQUE_VIOLATION)) {
        throw new ApiError(ErrorCode.DUPLICATE, "there is a database of this name already", e);
      }
      throw e;
    }
  }

  private static ApiError absent() {
    return new ApiError(ErrorCode.NOT_FOUND, "there is no such database");
  }

  private static ApiError changedMeanwhile() {
    return new ApiError(
        ErrorCode.DUPLICATE, "the registration was changed at the same time: read it again");
  }
}
