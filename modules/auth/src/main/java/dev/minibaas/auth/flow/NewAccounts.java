package dev.minibaas.auth.flow;

import dev.minibaas.auth.AuthConfig;
import dev.minibaas.auth.json.JsonValues;
import dev.minibaas.auth.sql.Tx;
import dev.minibaas.auth.user.IdentityStore;
import dev.minibaas.auth.user.Metadata;
import dev.minibaas.auth.user.NewUser;
import dev.minibaas.auth.user.User;
import dev.minibaas.auth.user.UserStore;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** How a user that signs up, or is signed up, comes to be written. */
public final class NewAccounts {
  private final AuthConfig config;
  private final Clock clock;
  private final UserStore users = new UserStore();
  private final IdentityStore identities = new IdentityStore();

  public NewAccounts(AuthConfig config, Clock clock) {
    this.config = config;
    this.clock = clock;
  }

  /** An account of an address. */
  public NewUser ofEmail(
      String email, @Nullable String passwordHash, JsonObject data, String audience) {
    UUID id = UUID.randomUUID();
    return new NewUser(
        id,
        audience,
        config.jwt().defaultRole(),
        email,
        null,
        passwordHash,
        false,
        Metadata.ofProvider("email"),
        // what was filled in, except where it would forge what the service itself says
        Metadata.merged(data, IdentityStore.emailData(id, email, false)));
  }

  /** An account of a number. */
  public NewUser ofPhone(
      String phone, @Nullable String passwordHash, JsonObject data, String audience) {
    UUID id = UUID.randomUUID();
    return new NewUser(
        id,
        audience,
        config.jwt().defaultRole(),
        null,
        phone,
        passwordHash,
        false,
        Metadata.ofProvider("phone"),
        Metadata.merged(data, IdentityStore.phoneData(id, phone, false)));
  }

  /** An account of nobody that is known. */
  public NewUser anonymous(JsonObject data, String audience) {
    return new NewUser(
        UUID.randomUUID(),
        audience,
        config.jwt().defaultRole(),
        null,
        null,
        null,
        true,
        JsonValue.EMPTY_JSON_OBJECT,
        data);
  }

  /** Whether it was written, with its identity; not when its address or number is taken. */
  public boolean insert(Tx tx, NewUser user) {
    if (!users.insert(tx, user)) {
      return false;
    }
    if (user.email() != null || user.phone() != null) {
      String provider = user.email() != null ? "email" : "phone";
      identities.insert(tx, user.id(), provider, user.userMetadata());
    }
    return true;
  }

  /** The user as it will be, for who decides whether it may be. */
  public User preview(NewUser user) {
    Instant now = clock.instant();
    return new User(
        user.id(),
        user.audience(),
        user.role(),
        user.email() == null ? "" : user.email(),
        user.phone() == null ? "" : user.phone(),
        "",
        "",
        "",
        false,
        user.anonymous(),
        user.appMetadata(),
        user.userMetadata(),
        new User.Times(
            now, now, null, null, null, null, null, null, null, null, null, null, null, null),
        List.of(),
        List.of());
  }

  /** A user's public form with another address and without identities. */
  public static JsonObject disguised(User user, String email) {
    return JsonValues.object(user.json())
        .add("email", email)
        .add("identities", JsonValue.EMPTY_JSON_ARRAY)
        .build();
  }
}
