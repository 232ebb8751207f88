package dev.minibaas.query.registration;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.minibaas.platform.caller.Caller;
import dev.minibaas.platform.error.ApiError;
import dev.minibaas.platform.error.ErrorCode;
import java.time.Duration;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Registrations as the registry sees them, each asked for again after a while. What one caller may
 * see says nothing of another one, so each has an entry; a newer revision that any of them brings
 * makes the older ones of the database stale at once.
 */
public final class Registry {
  private static final Object[] LOCKS =
      IntStream.range(0, 64).mapToObj(i -> new Object()).toArray();

  /** What can stand in a header as it is. */
  private static final Pattern TENANT = Pattern.compile("[!-~]{1,255}");

  private record Key(UUID id, String tenant, boolean isService) {}

  private record Held(Registration registration, long since) {}

  private final RegistryCalls calls;
  private final long freshNanos;
  private final Consumer<UUID> onGone;
  private final Consumer<Boolean> onLookUp;
  private final Cache<Key, Held> held;
  private final Cache<UUID, Long> revisions;

  /**
   * @param onGone told the id of a database whose registration was there and is no more
   * @param onLookUp told whether an entry was fresh
   */
  public Registry(
      RegistryCalls calls,
      Duration fresh,
      int maxEntries,
      Consumer<UUID> onGone,
      Consumer<Boolean> onLookUp) {
    this.calls = calls;
    this.freshNanos = fresh.toNanos();
    this.onGone = onGone;
    this.onLookUp = onLookUp;
    this.held = Caffeine.newBuilder().maximumSize(maxEntries).build();
    this.revisions = Caffeine.newBuilder().maximumSize(maxEntries).build();
  }

  /**
   * @throws ApiError {@code not_found} or {@code unavailable}
   */
  public Registration find(UUID id, Caller caller) {
    String tenant = caller.subject() == null ? "-" : caller.subject();
    if (!TENANT.matcher(tenant).matches()) {
      throw new ApiError(ErrorCode.NOT_FOUND, "there is no such database");
    }
    Key key = new Key(id, tenant, caller.isService());
    Registration known = fresh(key);
    onLookUp.accept(known != null);
    if (known != null) {
      return known;
    }
    synchronized (LOCKS[Math.floorMod(key.hashCode(), LOCKS.length)]) {
      Registration meanwhile = fresh(key);
      return meanwhile != null ? meanwhile : fetch(key);
    }
  }

  private @Nullable Registration fresh(Key key) {
    Held entry = held.getIfPresent(key);
    if (entry == null || System.nanoTime() - entry.since >= freshNanos) {
      return null;
    }
    Long newest = revisions.getIfPresent(key.id);
    return newest == null || entry.registration.revision() >= newest ? entry.registration : null;
  }

  private Registration fetch(Key key) {
    Held before = held.getIfPresent(key);
    try {
      Registration registration =
          calls
              .connect(
                  key.id,
                  key.tenant,
                  key.isService,
                  before == null ? null : before.registration.revision())
              .orElseGet(() -> Objects.requireNonNull(before).registration);
      held.put(key, new Held(registration, System.nanoTime()));
      revisions.asMap().merge(key.id, registration.revision(), Math::max);
      return registration;
    } catch (ApiError e) {
      if (e.code() == ErrorCode.NOT_FOUND && before != null) {
        held.invalidate(key);
        revisions.invalidate(key.id);
        onGone.accept(key.id);
      }
      throw e;
    }
  }
}
