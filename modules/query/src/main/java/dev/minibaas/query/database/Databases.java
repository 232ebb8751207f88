package dev.minibaas.query.database;

import dev.minibaas.engines.Engine;
import dev.minibaas.engines.EngineFailure;
import dev.minibaas.engines.Engines;
import dev.minibaas.engines.Limits;
import dev.minibaas.engines.target.InvalidTarget;
import dev.minibaas.engines.target.Targets;
import dev.minibaas.platform.error.ApiError;
import dev.minibaas.platform.error.ErrorCode;
import dev.minibaas.query.registration.Breaker;
import dev.minibaas.query.registration.Registration;
import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The engines that are open: one for each database and revision of its registration. A newer
 * revision closes the older engine, a database without calls is closed after a while, and beyond
 * the limit the one that rested longest makes room.
 */
public final class Databases implements AutoCloseable {
  private final Targets targets;
  private final Engines engines;
  private final Duration idle;
  private final int maxOpen;
  private final long maxBytes;
  private final Supplier<Breaker> breakers;
  private final Consumer<String> onBreaker;
  private final Map<UUID, OpenDatabase> open = new ConcurrentHashMap<>();

  /**
   * @param idle how long connections, and then the engine, stay without a call
   * @param onBreaker told {@code opened}, {@code closed} and {@code rejected}
   */
  public Databases(
      Targets targets,
      Duration idle,
      int maxOpen,
      long maxBytes,
      Supplier<Breaker> breakers,
      Consumer<String> onBreaker) {
    this.targets = targets;
    this.engines = new Engines(targets);
    this.idle = idle;
    this.maxOpen = maxOpen;
    this.maxBytes = maxBytes;
    this.breakers = breakers;
    this.onBreaker = onBreaker;
  }

  /**
   * Work with the engine of a registration.
   *
   * @throws ApiError {@code unavailable} while the database is left alone
   */
  public <T> T with(Registration registration, Function<Engine, T> work) {
    OpenDatabase database = acquire(registration);
    try {
      if (!database.breaker().permits()) {
        onBreaker.accept("rejected");
        throw new ApiError(
            ErrorCode.UNAVAILABLE, "the database didn't answer lately and is left alone for now");
      }
      T result = work.apply(database.engine());
      report(database.breaker().succeeded(), "closed");
      return result;
    } catch (EngineFailure e) {
      if (e.isOutage()) {
        report(database.breaker().failed(), "opened");
      } else {
        report(database.breaker().succeeded(), "closed");
      }
      throw e;
    } finally {
      database.release();
    }
  }

  private void report(boolean changed, String event) {
    if (changed) {
      onBreaker.accept(event);
    }
  }

  private OpenDatabase acquire(Registration registration) {
    while (true) {
      OpenDatabase database = open.get(registration.id());
      if (database == null || database.revision() < registration.revision()) {
        database = open.compute(registration.id(), (id, present) -> newest(registration, present));
        makeRoom();
      }
      if (database.acquire()) {
        return database;
      }
      open.remove(registration.id(), database);
    }
  }

  private OpenDatabase newest(Registration registration, OpenDatabase present) {
    if (present != null && present.revision() >= registration.revision()) {
      return present;
    }
    OpenDatabase database =
        new OpenDatabase(engine(registration), registration.revision(), breakers.get());
    if (present != null) {
      present.close();
    }
    return database;
  }

  private Engine engine(Registration registration) {
    try {
      return engines.open(
          targets.parse(
              registration.engine(), registration.connectionString(), registration.tenant()),
          new Limits(
              registration.maxRows(),
              maxBytes,
              registration.timeout(),
              registration.poolSize(),
              idle),
          registration.readOnly());
    } catch (InvalidTarget e) {
      throw new EngineFailure(
          EngineFailure.Reason.REFUSED_TARGET, "the target of the database isn't permitted", e);
    }
  }

  private void makeRoom() {
    while (open.size() > maxOpen) {
      Optional<Map.Entry<UUID, OpenDatabase>> oldest =
          open.entrySet().stream()
              .filter(entry -> !entry.getValue().isInUse())
              .min(Comparator.comparingLong(entry -> entry.getValue().lastUse()));
      if (oldest.isEmpty() || !open.remove(oldest.get().getKey(), oldest.get().getValue())) {
        return;
      }
      oldest.get().getValue().close();
    }
  }

  /** Closes what a registration that is gone has left. */
  public void close(UUID id) {
    OpenDatabase database = open.remove(id);
    if (database != null) {
      database.close();
    }
  }

  /** Closes idle connections, and databases that rest. */
  public void evictIdle() {
    open.forEach((id, database) -> {
      database.engine().evictIdle();
      if (database.hasRested(idle) && open.remove(id, database)) {
        database.close();
      }
    });
  }

  public int count() {
    return open.size();
  }

  public int connections() {
    return open.values().stream().mapToInt(database -> database.engine().connections()).sum();
  }

  @Override
  public void close() {
    open.keySet().forEach(this::close);
  }
}
