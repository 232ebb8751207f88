package dev.minibaas.auth.admin;

import dev.minibaas.auth.AuthConfig;
import dev.minibaas.auth.audit.Action;
import dev.minibaas.auth.audit.Audit;
import dev.minibaas.auth.entity.UserEntity;
import dev.minibaas.auth.error.AuthFailure;
import dev.minibaas.auth.error.ErrorCode;
import dev.minibaas.auth.json.JsonValues;
import dev.minibaas.auth.password.PasswordPolicy;
import dev.minibaas.auth.password.Passwords;
import dev.minibaas.auth.request.Call;
import dev.minibaas.auth.request.RequestBody;
import dev.minibaas.auth.session.SessionStore;
import dev.minibaas.auth.sql.DatabaseFailure;
import dev.minibaas.auth.sql.Transactions;
import dev.minibaas.auth.sql.Tx;
import dev.minibaas.auth.user.IdentityStore;
import dev.minibaas.auth.user.Metadata;
import dev.minibaas.auth.user.NewUser;
import dev.minibaas.auth.user.User;
import dev.minibaas.auth.user.UserStore;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Users in the hands of an administrator: no rule but the database's stands in the way. */
public final class AdminUsers {
  private static final Pattern UUIDS =
      Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

  private final AuthConfig config;
  private final Transactions transactions;
  private final Passwords passwords;
  private final PasswordPolicy policy;
  private final Audit audit;
  private final Clock clock;
  private final UserStore users = new UserStore();
  private final IdentityStore identities = new IdentityStore();
  private final SessionStore sessions = new SessionStore();
  private final AdminStore admin = new AdminStore();

  public AdminUsers(
      AuthConfig config, Transactions transactions, Passwords passwords, Audit audit, Clock clock) {
    this.audit = audit;
    this.config = config;
    this.transactions = transactions;
    this.passwords = passwords;
    this.policy = new PasswordPolicy(config);
    this.clock = clock;
  }

  /** Refuses whoever is no administrator. */
  public void check(Call call) {
    call.requireAdmin(config.jwt());
  }

  UserPage list(Call call, PageRequest request) {
    check(call);
    return transactions.read(tx -> admin.page(tx, call.audience(), request));
  }

  User get(Call call, String id) {
    check(call);
    return transactions.read(tx -> find(tx, id));
  }

  User create(Call call, RequestBody body) {
    check(call);
    AdminForm form = AdminForm.of(body, clock.instant());
    if (form.email() == null && form.phone() == null) {
      throw AuthFailure.invalid("Cannot create a user without either an email or phone");
    }
    NewUser user = newUser(form, call);
    return transactions.in(tx -> {
      insert(tx, user, form);
      record(tx, Action.USER_SIGNED_UP, users.existing(tx, user.id()), call);
      return Metadata.bounded(users.existing(tx, user.id()));
    });
  }

  User update(Call call, String id, RequestBody body) {
    check(call);
    AdminForm form = AdminForm.of(body, clock.instant());
    String hash = hash(form.password());
    try {
      return transactions.in(tx -> {
        User user = find(tx, id);
        record(tx, Action.USER_MODIFIED, user, call);
        apply(tx, user, form, hash);
        return Metadata.bounded(users.existing(tx, user.id()));
      });
    } catch (DatabaseFailure failure) {
      throw failure.isDuplicate() ? taken(form).because(failure) : failure;
    }
  }

  void delete(Call call, String id, RequestBody body) {
    check(call);
    boolean soft = body.flag("should_soft_delete");
    transactions.in(tx -> {
      User user = find(tx, id);
      record(tx, Action.USER_DELETED, user, call);
      if (soft) {
        admin.softDelete(tx, user.id());
        sessions.endAll(tx, user.id());
      } else {
        users.delete(tx, user.id());
      }
      return user;
    });
  }

  /** Who acted is a role; whom it is about stands in the traits, too. */
  private void record(Tx tx, Action action, User user, Call call) {
    JsonObjectBuilder traits =
        JsonValues.object()
            .add("user_id", user.id().toString())
            .add("user_email", user.email())
            .add("user_phone", user.phone());
    audit.record(tx, action, user, call.origin(), traits.build());
  }

  private User find(Tx tx, String id) {
    if (!UUIDS.matcher(id).matches()) {
      throw AuthFailure.notFound(ErrorCode.VALIDATION_FAILED, "user_id must be an UUID");
    }
    return users
        .byId(tx, UUID.fromString(id))
        .orElseThrow(() -> AuthFailure.notFound(ErrorCode.USER_NOT_FOUND, "User not found"));
  }

  private NewUser newUser(AdminForm form, Call call) {
    UUID id = form.id() == null ? UUID.randomUUID() : form.id();
    String password = form.password();
    String hash = password == null || password.isEmpty() ? form.passwordHash() : hash(password);
    return new NewUser(
        id,
        form.audience() == null ? call.audience() : form.audience(),
        form.role() == null ? config.jwt().defaultRole() : form.role(),
        form.email(),
        form.phone(),
        hash,
        false,
        Metadata.merged(Metadata.ofProviders(providers(form)), orEmpty(form.appMetadata())),
        orEmpty(form.userMetadata()));
  }

  private void insert(Tx tx, NewUser user, AdminForm form) {
    if (!users.insert(tx, user)) {
      throw taken(form);
    }
    UUID id = user.id();
    if (form.email() != null) {
      identities.insert(tx, id, "email", IdentityStore.emailData(id, form.email(), false));
    }
    if (form.phone() != null) {
      identities.insert(tx, id, "phone", IdentityStore.phoneData(id, form.phone(), false));
    }
    confirm(tx, id, form);
    ban(tx, id, form);
  }

  private void apply(Tx tx, User user, AdminForm form, @Nullable String hash) {
    UUID id = user.id();
    if (form.role() != null) {
      row(tx, id).setRole(form.role());
    }
    if (hash != null) {
      users.setPassword(tx, id, hash);
      sessions.endAll(tx, id);
    }
    applyContacts(tx, user, form);
    confirm(tx, id, form);
    if (form.appMetadata() != null) {
      users.mergeAppMetadata(tx, id, form.appMetadata());
    }
    if (form.userMetadata() != null) {
      users.mergeUserMetadata(tx, id, form.userMetadata());
    }
    ban(tx, id, form);
  }

  private void applyContacts(Tx tx, User user, AdminForm form) {
    UUID id = user.id();
    if (form.email() != null) {
      users.setEmail(tx, id, form.email());
      identities.merge(
          tx, id, "email", IdentityStore.emailData(id, form.email(), form.emailConfirm()));
    }
    if (form.phone() != null) {
      row(tx, id).setPhone(form.phone());
      identities.merge(
          tx, id, "phone", IdentityStore.phoneData(id, form.phone(), form.phoneConfirm()));
    }
    boolean known =
        (form.email() != null && form.emailConfirm())
            || (form.phone() != null && form.phoneConfirm());
    if (user.anonymous() && known) {
      row(tx, id).setAnonymous(false);
    }
  }

  private static UserEntity row(Tx tx, UUID id) {
    return tx.entities().find(UserEntity.class, id);
  }

  private void confirm(Tx tx, UUID id, AdminForm form) {
    if (form.emailConfirm()) {
      users.confirmEmail(tx, id);
    }
    if (form.phoneConfirm()) {
      users.confirmPhone(tx, id);
    }
  }

  private void ban(Tx tx, UUID id, AdminForm form) {
    if (form.ban() != null) {
      row(tx, id).setBannedUntil(form.ban().until());
    }
  }

  private @Nullable String hash(@Nullable String password) {
    if (password == null) {
      return null;
    }
    policy.check(password);
    return passwords.hash(password);
  }

  private static List<String> providers(AdminForm form) {
    List<String> providers = new ArrayList<>();
    if (form.email() != null) {
      providers.add("email");
    }
    if (form.phone() != null) {
      providers.add("phone");
    }
    return providers;
  }

  private static JsonObject orEmpty(@Nullable JsonObject json) {
    return json == null ? JsonValue.EMPTY_JSON_OBJECT : json;
  }

  private static AuthFailure taken(AdminForm form) {
    return form.email() != null
        ? AuthFailure.unprocessable(
            ErrorCode.EMAIL_EXISTS, "A user with this email address has already been registered")
        : AuthFailure.unprocessable(
            ErrorCode.PHONE_EXISTS, "A user with this phone number has already been registered");
  }
}
