package dev.minibaas.auth;

import static dev.minibaas.auth.AuthBeans.CLOCK;

import dev.minibaas.auth.admin.GeneratedLink;
import dev.minibaas.auth.admin.Invitation;
import dev.minibaas.auth.audit.Audit;
import dev.minibaas.auth.audit.AuditLog;
import dev.minibaas.auth.captcha.Captcha;
import dev.minibaas.auth.flow.AskedMails;
import dev.minibaas.auth.flow.PhoneCodes;
import dev.minibaas.auth.flow.Reauthentication;
import dev.minibaas.auth.flow.RequestedMails;
import dev.minibaas.auth.flow.Verification;
import dev.minibaas.auth.hook.HookPoint;
import dev.minibaas.auth.hook.Hooks;
import dev.minibaas.auth.hook.SmsSender;
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
import dev.minibaas.auth.password.Passwords;
import dev.minibaas.auth.pkce.PkceGrant;
import dev.minibaas.auth.redirect.Redirects;
import dev.minibaas.auth.redirect.Referrer;
import dev.minibaas.auth.session.Sessions;
import dev.minibaas.auth.sql.Transactions;
import dev.minibaas.platform.log.Log;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.BeforeDestroyed;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Puts together what goes by mail and phone, hooks included. */
@ApplicationScoped
public class FlowBeans {
  private static final Logger LOG = Log.of(FlowBeans.class);

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
  SmsSender smsSender(Hooks hooks, RateLimits limits) {
    return (user, phone, code, type, origin) -> {
      if (hooks.isOn(HookPoint.SEND_SMS)) {
        limits.ofSms();
      }
      hooks.sendSms(user, phone, code, type, origin);
    };
  }

  @Produces
  @Singleton
  Seams seams(Audit audit, Mailer mailer, SmsSender texts, Hooks hooks) {
    return new Seams(audit, mailer, texts, hooks);
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
}
