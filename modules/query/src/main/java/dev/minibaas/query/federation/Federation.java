package dev.minibaas.query.federation;

import dev.minibaas.engines.EngineFailure;
import dev.minibaas.engines.Row;
import dev.minibaas.engines.target.Targets;
import dev.minibaas.platform.body.JsonBody;
import dev.minibaas.platform.caller.Caller;
import dev.minibaas.platform.error.ApiError;
import dev.minibaas.platform.error.ErrorCode;
import dev.minibaas.query.registration.Registration;
import dev.minibaas.query.registration.Registry;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * Statements over several registered databases, each a catalogue of Trino that is made when a
 * statement names it first, and anew when its registration changed.
 */
public final class Federation {
  /** Statements that read; Trino runs one at a time, so what a text begins with is what it is. */
  private static final Pattern READING =
      Pattern.compile("(?is)\\s*(select|with|values|table|show|describe)\\b.*");

  private static final int MAX_SQL = 100_000;
  private static final int MAX_DATABASES = 10;

  private final Trino trino;
  private final Registry registry;
  private final Targets targets;

  /** The revision that a catalogue was made of. */
  private final Map<UUID, Long> catalogs = new ConcurrentHashMap<>();

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
    if (body.has("databases")) {
      for (String id : body.texts("databases", 0, MAX_DATABASES, 36)) {
        prepare(registry.find(uuid(id), caller));
      }
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

  private void prepare(Registration registration) {
    catalogs.compute(
        registration.id(),
        (id, made) -> {
          if (made != null && made >= registration.revision()) {
            return made;
          }
          TrinoCatalog catalog = TrinoCatalog.of(registration, targets);
          trino.run(catalog.drop());
          trino.run(catalog.create());
          return registration.revision();
        });
  }
}
