package dev.minibaas.auth;

import dev.minibaas.auth.admin.AdminUsers;
import dev.minibaas.auth.admin.GeneratedLink;
import dev.minibaas.auth.admin.Invitation;
import dev.minibaas.auth.audit.Audit;
import dev.minibaas.auth.audit.AuditLog;
import dev.minibaas.auth.captcha.Captcha;
import dev.minibaas.auth.error.ErrorContext;
import dev.minibaas.auth.flow.AskedMails;
import dev.minibaas.auth.flow.PhoneCodes;
import dev.minibaas.auth.flow.Reauthentication;
import dev.minibaas.auth.flow.RequestedMails;
import dev.minibaas.auth.flow.Verification;
import dev.minibaas.auth.hook.HookPoint;
import dev.minibaas.auth.hook.Hooks;
import dev.minibaas.auth.key.KeyRing;
import dev.minibaas.auth.key.KeyRotation;
import dev.minibaas.auth.limit.RateLimits;
import dev.minibaas.auth.mail.Delivery;
import dev.minibaas.auth.mail.HookOutbox;
import dev.minibaas.auth.mail.LimitedMailer;
import dev.minibaas.auth.mail.MailConfig;
import dev.minibaas.auth.mail.MailPreview;
import dev.minibaas.auth.mail.MailTemplates;
import dev.minibaas.auth.mail.Mailer;
import dev.minibaas.auth.mail.Outbox;
import dev.minibaas.auth.mail.Postman;
import dev.minibaas.auth.mail.QuteTemplates;
import dev.minibaas.auth.password.PasswordCalls;
import dev.minibaas.auth.password.Passwords;
import dev.minibaas.auth.pkce.PkceGrant;
import dev.minibaas.auth.redirect.Redirects;
import dev.minibaas.auth.redirect.Referrer;
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
import jakarta.enterprise.context.BeforeDestroyed;
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

  // ---- mail

  @Produces
  @Singleton
  MailTemplates mailTemplates(AuthConfig config) {
    return new QuteTemplates(config.flows().mail(), config.externalUrl(), config.siteUrl());
  }

  @Produces
  @Singleton
  MailPreview mailPreview(AuthConfig config, Transactions transactions, MailTemplates templates) {
    return new MailPreview(config, transactions, templates, CLOCK);
  }

  @Produces
  @Singleton
  Hooks hooks(AuthConfig config, Transactions transactions) {
    return new Hooks(config.flows().hooks(), transactions, CLOCK);
  }

  @Produces
  @Singleton
  Mailer mailer(AuthConfig config, MailTemplates templates, Hooks hooks, RateLimits limits) {
    return new LimitedMailer(
        hooks.isOn(HookPoint.SEND_EMAIL)
            ? new HookOutbox(hooks, config.externalUrl(), CLOCK)
            : new Outbox(templates, CLOCK),
        limits);
  }

  @Produces
  @Singleton
  Audit audit() {
    return new Audit();
  }

  @Produces
  @Singleton
  AuditLog auditLog(AuthConfig config, Transactions transactions) {
    return new AuditLog(config, transactions);
  }

  @Produces
  @Singleton
  Seams seams(Audit audit, Mailer mailer, Hooks hooks) {
    return new Seams(audit, mailer, hooks);
  }

  @Produces
  @Singleton
  Postman postman(AuthConfig config, Transactions transactions, Seams seams) {
    MailConfig mail = config.flows().mail();
    RequestedMails requested = new RequestedMails(config, transactions, seams, CLOCK);
    if (mail.smtp().host().isEmpty() && !seams.hooks().isOn(HookPoint.SEND_EMAIL)) {
      LOG.log(Level.WARNING, "SMTP_HOST is not set: mails wait in the outbox");
      return new Postman(List.of(requested));
    }
    return new Postman(List.of(requested, Delivery.over(mail, transactions, seams.hooks(), CLOCK)));
  }

  // ---- flows by mail and phone

  @Produces
  @Singleton
  Redirects redirects(AuthConfig config) {
    return new Redirects(config.siteUrl(), config.flows().allowedRedirects());
  }

  @Produces
  @Singleton
  Captcha captcha(AuthConfig config) {
    return new Captcha(config);
  }

  @Produces
  @Singleton
  AskedMails askedMails(AuthConfig config, Transactions transactions, Seams seams) {
    return new AskedMails(config, transactions, seams, CLOCK);
  }

  @Produces
  @Singleton
  PhoneCodes phoneCodes(AuthConfig config, Transactions transactions, Seams seams) {
    return new PhoneCodes(config, transactions, seams, CLOCK);
  }

  @Produces
  @Singleton
  Verification verification(
      AuthConfig config, Transactions transactions, Sessions sessions, Seams seams) {
    return new Verification(config, transactions, sessions, seams, CLOCK);
  }

  @Produces
  @Singleton
  Reauthentication reauthentication(AuthConfig config, Transactions transactions, Seams seams) {
    return new Reauthentication(config, transactions, seams, CLOCK);
  }

  @Produces
  @Singleton
  PkceGrant pkceGrant(
      AuthConfig config, Transactions transactions, Sessions sessions, Audit audit) {
    return new PkceGrant(config, transactions, sessions, audit, CLOCK);
  }

  @Produces
  @Singleton
  Invitation invitation(AuthConfig config, Transactions transactions, Seams seams) {
    return new Invitation(config, transactions, seams, CLOCK);
  }

  @Produces
  @Singleton
  GeneratedLink generatedLink(
      AuthConfig config, Transactions transactions, Passwords passwords, Seams seams) {
    return new GeneratedLink(config, transactions, passwords, seams, CLOCK);
  }

  @Produces
  @Dependent
  Referrer referrer(HttpServletRequest request) {
    return Referrer.of(request);
  }

  void startMail(@Observes @Initialized(ApplicationScoped.class) Object app, Postman postman) {
    postman.start();
  }

  void stopMail(@Observes @BeforeDestroyed(ApplicationScoped.class) Object app, Postman postman) {
    postman.close();
  }

  // keys, sessions, passwords, limits

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
