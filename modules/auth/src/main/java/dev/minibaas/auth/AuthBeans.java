package dev.minibaas.auth;

import dev.minibaas.auth.admin.AdminFactors;
import dev.minibaas.auth.admin.AdminUsers;
import dev.minibaas.auth.audit.Audit;
import dev.minibaas.auth.entity.OneTimeTokenType;
import dev.minibaas.auth.error.AuthFailure;
import dev.minibaas.auth.error.ErrorCode;
import dev.minibaas.auth.error.ErrorContext;
import dev.minibaas.auth.external.Accounts;
import dev.minibaas.auth.external.Authorize;
import dev.minibaas.auth.external.Callback;
import dev.minibaas.auth.external.ConfirmationMail;
import dev.minibaas.auth.external.IdTokenGrant;
import dev.minibaas.auth.external.ManualLinking;
import dev.minibaas.auth.factor.AttemptReview;
import dev.minibaas.auth.factor.Challenges;
import dev.minibaas.auth.factor.Enrolment;
import dev.minibaas.auth.factor.FactorVerification;
import dev.minibaas.auth.factor.SmsSender;
import dev.minibaas.auth.factor.Unenrolment;
import dev.minibaas.auth.onetime.OneTimeTokens;
import dev.minibaas.auth.passkey.PasskeyRegistration;
import dev.minibaas.auth.passkey.PasskeySignIn;
import dev.minibaas.auth.passkey.Passkeys;
import dev.minibaas.auth.password.PasswordCalls;
import dev.minibaas.auth.password.Passwords;
import dev.minibaas.auth.provider.ProviderCalls;
import dev.minibaas.auth.provider.Providers;
import dev.minibaas.auth.redirect.Redirects;
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
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Puts the service together: what it is made of is made here, once. */
@ApplicationScoped
public class AuthBeans {
  private static final Logger LOG = Log.of(AuthBeans.class);
  private static final Clock CLOCK = Clock.systemUTC();

  @Resource(lookup = "jdbc/minibaas/auth")
  private @Nullable DataSource dataSource;

  /** Unusable settings stop the start, not the first request. */
  void start(
      @Observes @Initialized(ApplicationScoped.class) Object application, AuthConfig config) {
    LOG.log(Level.INFO, "tokens are issued as {0}", config.jwt().issuer());
  }

  @Produces
  @Singleton
  AuthConfig config() {
    return ServiceSettings.load(AuthConfig::from);
  }

  @Produces
  @Singleton
  Authentication authentication(AuthConfig config) {
    return new Authentication(
        new TokenVerifier(TokenPolicy.hs256(config.jwt().secret())),
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
    return new Passwords(config.password());
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
  Sessions sessions(AuthConfig config) {
    return new Sessions(config, CLOCK);
  }

  @Produces
  @Singleton
  Bearers bearers(Transactions transactions) {
    return new Bearers(transactions);
  }

  @Produces
  @Singleton
  Signup signup(
      AuthConfig config, Transactions transactions, Passwords passwords, Sessions sessions) {
    return new Signup(config, transactions, passwords, sessions, CLOCK);
  }

  @Produces
  @Singleton
  PasswordGrant passwordGrant(
      AuthConfig config, Transactions transactions, Passwords passwords, Sessions sessions) {
    return new PasswordGrant(config, transactions, passwords, sessions, CLOCK);
  }

  @Produces
  @Singleton
  RefreshGrant refreshGrant(AuthConfig config, Transactions transactions, Sessions sessions) {
    return new RefreshGrant(config, transactions, sessions, CLOCK);
  }

  @Produces
  @Singleton
  Logout logout(Transactions transactions) {
    return new Logout(transactions);
  }

  @Produces
  @Singleton
  UserUpdate userUpdate(AuthConfig config, Transactions transactions, Passwords passwords) {
    return new UserUpdate(config, transactions, passwords);
  }

  @Produces
  @Singleton
  AdminUsers adminUsers(AuthConfig config, Transactions transactions, Passwords passwords) {
    return new AdminUsers(config, transactions, passwords, CLOCK);
  }

  // ---- second factors

  @Produces
  @Singleton
  SmsSender smsSender() {
    return (user, sms) -> {
      throw AuthFailure.unprocessable(
          ErrorCode.SMS_SEND_FAILED, "No hook is set that would send the message");
    };
  }

  @Produces
  @Singleton
  AttemptReview attemptReview() {
    return AttemptReview.NONE;
  }

  @Produces
  @Singleton
  Enrolment enrolment(AuthConfig config, Transactions transactions) {
    return new Enrolment(config.factors(), config.siteUrl(), transactions);
  }

  @Produces
  @Singleton
  Challenges challenges(AuthConfig config, Transactions transactions, SmsSender sender) {
    return new Challenges(config.factors(), config.webAuthn(), transactions, sender, CLOCK);
  }

  @Produces
  @Singleton
  FactorVerification factorVerification(
      AuthConfig config, Transactions transactions, Sessions sessions, AttemptReview review) {
    return new FactorVerification(
        config.factors(), config.webAuthn(), transactions, sessions, review, CLOCK);
  }

  @Produces
  @Singleton
  Unenrolment unenrolment(Transactions transactions) {
    return new Unenrolment(transactions);
  }

  @Produces
  @Singleton
  AdminFactors adminFactors(AdminUsers users, Transactions transactions) {
    return new AdminFactors(users, transactions);
  }

  // ---- passkeys

  @Produces
  @Singleton
  Passkeys passkeys(AuthConfig config, Transactions transactions) {
    return new Passkeys(config.webAuthn(), transactions);
  }

  @Produces
  @Singleton
  PasskeyRegistration passkeyRegistration(AuthConfig config, Transactions transactions) {
    return new PasskeyRegistration(config.webAuthn(), transactions, CLOCK);
  }

  @Produces
  @Singleton
  PasskeySignIn passkeySignIn(AuthConfig config, Transactions transactions, Sessions sessions) {
    return new PasskeySignIn(config.webAuthn(), transactions, sessions, CLOCK);
  }

  // ---- providers

  @Produces
  @Singleton
  Providers providers(AuthConfig config) {
    ProviderCalls calls = new ProviderCalls(config.providers().patience());
    return new Providers(config.providers(), calls, CLOCK);
  }

  @Produces
  @Singleton
  OneTimeTokens oneTimeTokens(AuthConfig config) {
    return new OneTimeTokens(config.otpLength(), config.mailFrequency(), CLOCK);
  }

  @Produces
  @Singleton
  ConfirmationMail confirmationMail(OneTimeTokens tokens) {
    return (tx, user, redirectTo) -> {
      tokens.refuseTooSoon(user.times().confirmationSent(), ErrorCode.OVER_EMAIL_SEND_RATE_LIMIT);
      tokens.issue(tx, user.id(), OneTimeTokenType.CONFIRMATION_TOKEN, user.email(), false);
    };
  }

  @Produces
  @Singleton
  Accounts accounts(AuthConfig config, OneTimeTokens tokens, ConfirmationMail mail) {
    return new Accounts(config, tokens, mail, new Audit(), CLOCK);
  }

  @Produces
  @Singleton
  Authorize authorize(
      AuthConfig config, Providers providers, Transactions transactions, OneTimeTokens tokens) {
    Redirects redirects = new Redirects(config.siteUrl(), List.of());
    return new Authorize(providers, redirects, transactions, tokens, config.jwt().secret());
  }

  @Produces
  @Singleton
  Callback callback(
      AuthConfig config,
      Providers providers,
      Accounts accounts,
      Sessions sessions,
      Transactions transactions) {
    return new Callback(
        providers,
        accounts,
        sessions,
        transactions,
        config.jwt().secret(),
        config.siteUrl(),
        CLOCK);
  }

  @Produces
  @Singleton
  ManualLinking manualLinking(AuthConfig config, Transactions transactions) {
    return new ManualLinking(config.providers().manualLinking(), transactions, new Audit());
  }

  @Produces
  @Singleton
  IdTokenGrant idTokenGrant(
      AuthConfig config,
      Providers providers,
      Accounts accounts,
      Sessions sessions,
      Bearers bearers,
      ManualLinking linking,
      Transactions transactions) {
    return new IdTokenGrant(
        providers, accounts, sessions, bearers, linking, transactions, config.siteUrl());
  }

  // ---- the request

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
