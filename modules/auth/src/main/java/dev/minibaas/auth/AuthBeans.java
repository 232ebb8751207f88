package dev.minibaas.auth;

import dev.minibaas.auth.admin.AdminUsers;
import dev.minibaas.auth.audit.Audit;
import dev.minibaas.auth.error.ErrorContext;
import dev.minibaas.auth.hook.Hooks;
import dev.minibaas.auth.key.KeyRing;
import dev.minibaas.auth.key.KeyRotation;
import dev.minibaas.auth.limit.RateLimits;
import dev.minibaas.auth.password.PasswordCalls;
import dev.minibaas.auth.password.Passwords;
import dev.minibaas.auth.request.Call;
import dev.minibaas.auth.session.Bearers;
import dev.minibaas.auth.session.Logout;
import dev.minibaas.auth.session.PasswordGrant;
import dev.minibaas.auth.session.RefreshGrant;
import dev.minibaas.auth.session.Sessions;
import dev.minibaas.auth.signup.Signup;
import dev.minibaas.auth.sql.Transactions;
import dev.minibaas.auth.user.UserUpdate;
import dev.minibaas.platform.caller.ApiKeys;
import dev.minibaas.platform.caller.Authentication;
import dev.minibaas.platform.caller.TokenPolicy;
import dev.minibaas.platform.caller.TokenVerifier;
import dev.minibaas.platform.log.Log;
import dev.minibaas.platform.settings.ServiceSettings;
import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Puts the service together: what it is made of is made here, once. */
@ApplicationScoped
public class AuthBeans {
  private static final Logger LOG = Log.of(AuthBeans.class);
  static final Clock CLOCK = Clock.systemUTC();

  @Resource(lookup = "jdbc/minibaas/auth")
  private @Nullable DataSource dataSource;

  /** Unusable settings stop the start, not the first request. */
  void start(
      @Observes @Initialized(ApplicationScoped.class) Object application,
      AuthConfig config,
      KeyRing keys,
      KeyRotation rotation) {
    keys.start(rotation::takeOverImported);
    LOG.log(Level.INFO, "tokens are issued as {0}", config.jwt().issuer());
  }

  @Produces
  @Singleton
  AuthConfig config() {
    return ServiceSettings.load(AuthConfig::from);
  }

  @Produces
  @Singleton
  Authentication authentication(AuthConfig config, KeyRing keys) {
    return new Authentication(
        new TokenVerifier(TokenPolicy.hs256(config.jwt().secret()).alsoBy(keys)),
        new ApiKeys(config.keys().anon(), config.keys().service()));
  }

  @Produces
  @Singleton
  Transactions transactions() {
    if (dataSource == null) {
      throw new IllegalStateException("no data source jdbc/minibaas/auth");
    }
    return new Transactions(dataSource);
  }

  @Produces
  @Singleton
  Passwords passwords(AuthConfig config) {
    return new Passwords(config);
  }

  @Produces
  @Singleton
  PasswordCalls passwordCalls(AuthConfig config) {
    return new PasswordCalls(config.password());
  }

  void stop(@Disposes PasswordCalls calls) {
    calls.close();
  }

  @Produces
  @Singleton
  Sessions sessions(AuthConfig config, KeyRing keys, Hooks hooks) {
    return new Sessions(config, keys, hooks, CLOCK);
  }

  @Produces
  @Singleton
  Bearers bearers(Transactions transactions) {
    return new Bearers(transactions);
  }

  @Produces
  @Singleton
  Signup signup(
      AuthConfig config,
      Transactions transactions,
      Passwords passwords,
      Sessions sessions,
      Seams seams) {
    return new Signup(config, transactions, passwords, sessions, seams, CLOCK);
  }

  @Produces
  @Singleton
  PasswordGrant passwordGrant(
      AuthConfig config,
      Transactions transactions,
      Passwords passwords,
      Sessions sessions,
      Seams seams) {
    return new PasswordGrant(config, transactions, passwords, sessions, seams, CLOCK);
  }

  @Produces
  @Singleton
  RefreshGrant refreshGrant(
      AuthConfig config, Transactions transactions, Sessions sessions, Audit audit) {
    return new RefreshGrant(config, transactions, sessions, audit, CLOCK);
  }

  @Produces
  @Singleton
  Logout logout(Transactions transactions, Audit audit) {
    return new Logout(transactions, audit);
  }

  @Produces
  @Singleton
  UserUpdate userUpdate(
      AuthConfig config, Transactions transactions, Passwords passwords, Seams seams) {
    return new UserUpdate(config, transactions, passwords, seams, CLOCK);
  }

  @Produces
  @Singleton
  AdminUsers adminUsers(
      AuthConfig config, Transactions transactions, Passwords passwords, Audit audit) {
    return new AdminUsers(config, transactions, passwords, audit, CLOCK);
  }

  @Produces
  @Singleton
  KeyRing keyRing(AuthConfig config, Transactions transactions) {
    return new KeyRing(config, transactions, CLOCK);
  }

  void stop(@Disposes KeyRing keys) {
    keys.close();
  }

  @Produces
  @Singleton
  KeyRotation keyRotation(AuthConfig config, Transactions transactions, KeyRing keys) {
    return new KeyRotation(config, transactions, keys);
  }

  @Produces
  @Singleton
  RateLimits rateLimits(AuthConfig config) {
    return new RateLimits(config, CLOCK);
  }

  void stop(@Disposes RateLimits limits) {
    limits.close();
  }

  @Produces
  @Dependent
  Call call(HttpServletRequest request, AuthConfig config) {
    return Call.of(request, config);
  }

  @Produces
  @Dependent
  ErrorContext errorContext(HttpServletRequest request) {
    return ErrorContext.of(request);
  }
}
