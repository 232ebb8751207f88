package dev.minibaas.registry;

import dev.minibaas.platform.caller.Caller;
import dev.minibaas.platform.error.ApiError;
import dev.minibaas.platform.error.ErrorCode;
import dev.minibaas.platform.sql.Session.Setting;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** For whom a transaction acts, as row-level security is told. */
sealed interface Tenant {
  /** Names the tenant that the service role acts for. */
  String HEADER = "X-Tenant-Id";

  int MAX_LENGTH = 255;

  List<Setting> settings();

  /** One tenant: a user, by the {@code sub} of the token. */
  record One(String id) implements Tenant {
    public One {
      if (!isUsable(id)) {
        throw new ApiError(
            ErrorCode.INVALID_PARAM,
            "a tenant is a text of 1 to %d characters, without control characters"
                .formatted(MAX_LENGTH));
      }
    }

    @Override
    public List<Setting> settings() {
      return List.of(new Setting("app.current_tenant", id));
    }
  }

  /** The service role without a tenant, and the rotation of keys. */
  record All() implements Tenant {
    @Override
    public List<Setting> settings() {
      return List.of(new Setting("app.all_tenants", "on"));
    }
  }

  /** A service that connects for a user, who may use shared databases of others, too. */
  record Connecting(One user) implements Tenant {
    @Override
    public List<Setting> settings() {
      return List.of(
          new Setting("app.current_tenant", user.id()), new Setting("app.connecting", "on"));
    }
  }

  /**
   * A user acts for themselves, whatever the header says; the service role for whom it names.
   *
   * @throws ApiError {@code unauthorized} for a caller who is nobody
   */
  static Tenant of(Caller caller, @Nullable String header) {
    if (caller.isService()) {
      String named = header == null || header.isEmpty() ? caller.subject() : header;
      return named == null ? new All() : new One(named);
    }
    String subject = caller.subject();
    if (subject == null || caller.role().equals(Caller.ANON) || !isUsable(subject)) {
      throw new ApiError(ErrorCode.UNAUTHORIZED, "this needs the token of a signed-in user");
    }
    return new One(subject);
  }

  private static boolean isUsable(String id) {
    return !id.isEmpty()
        && id.length() <= MAX_LENGTH
        && id.codePoints()
            .noneMatch(c ->
                Character.isISOControl(c)
                    || (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE));
  }
}
