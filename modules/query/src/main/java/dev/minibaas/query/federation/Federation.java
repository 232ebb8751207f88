package dev.minibaas.query.federation;

import dev.minibaas.engines.EngineFailure;
import dev.minibaas.engines.Row;
import dev.minibaas.engines.target.Targets;
import dev.minibaas.platform.body.JsonBody;
import dev.minibaas.platform.caller.Caller;
import dev.minibaas.platform.error.ApiError;
import dev.minibaas.platform.error.ErrorCode;
import dev.minibaas.platform.log.Log;
import dev.minibaas.query.registration.Registration;
import dev.minibaas.query.registration.Registry;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.regex.Pattern;

/**
 * Statements over several registered databases, each a catalogue of Trino that is made when a
 * statement names it first, anew when its registration changed, and dropped with it.
 */
public final class Federation {
  private static final Logger LOG = Log.of(Federation.class);

  /** For a clear answer; what may be done is held by the rules of Trino (config/trino). */
  private static final Pattern READING =
      Pattern.compile("(?is)\\s*(select|with|values|table|show|describe)\\b.*");

  private static final int MAX_SQL = 100_000;
  private static final int MAX_DATABASES = 10;

  private final Trino trino;
  private final Registry registry;
  private final Targets targets;

  /** The revision that a catalogue was made of, under {@link #making}. */
  private final Map<UUID, Long> catalogs = new HashMap<>();

  private final ReentrantLock making = new ReentrantLock();

  public Federation(Trino trino, Registry registry, Targets targets) {
    this.trino = trino;
    this.registry = registry;
    this.targets = targets;
  }

  /**
   * @throws ApiError for a statement that isn't one that reads
   * @throws EngineFailure what Trino says
   */
  public List<Row> run(Caller caller, JsonBody body) {
    body.only("sql", "databases");
    if (!(body.field("sql") instanceof jakarta.json.JsonString text)
        || text.getString().length() > MAX_SQL
        || !READING.matcher(text.getString()).matches()) {
      throw new ApiError(
          ErrorCode.INVALID_PAYLOAD,
          "sql must be one statement that reads: select, with, values, table, show or describe");
    }
    Set<UUID> named = new LinkedHashSet<>();
    if (body.has("databases")) {
      body.texts("databases", 0, MAX_DATABASES, 36).forEach(id -> named.add(uuid(id)));
    }
    making.lock();
    try {
      bringUpToDate(caller, named);
    } finally {
      making.unlock();
    }
    return trino.run(text.getString());
  }

  private static UUID uuid(String text) {
    try {
      return UUID.fromString(text);
    } catch (IllegalArgumentException e) {
      throw new ApiError(ErrorCode.INVALID_PARAM, "a database's id must be a UUID", e);
    }
  }

  /**
   * A statement may use every catalogue that there is, named or not, and Trino loses or keeps them
   * as this service doesn't: so each is held against the registry before any statement.
   */
  private void bringUpToDate(Caller caller, Set<UUID> named) {
    Set<UUID> there = trino.catalogs();
    catalogs.keySet().retainAll(there);
    for (UUID id : there) {
      if (!named.contains(id)) {
        try {
          prepare(registry.find(id, caller));
        } catch (ApiError | EngineFailure e) {
          drop(id, e);
        }
      }
    }
    for (UUID id : named) {
      try {
        prepare(registry.find(id, caller));
      } catch (ApiError | EngineFailure e) {
        if (there.contains(id)) {
          drop(id, e);
        }
        throw e;
      }
    }
  }

  private void drop(UUID id, RuntimeException cause) {
    LOG.log(Level.INFO, "catalogue of database " + id + " is dropped", cause);
    trino.manage(TrinoCatalog.drop(id));
    catalogs.remove(id);
  }

  private void prepare(Registration registration) {
    Long made = catalogs.get(registration.id());
    if (made != null && made >= registration.revision()) {
      return;
    }
    TrinoCatalog catalog = TrinoCatalog.of(registration, targets);
    trino.manage(TrinoCatalog.drop(registration.id()));
    trino.manage(catalog.create());
    catalogs.put(registration.id(), registration.revision());
  }
}
