package dev.minibaas.auth;

import static dev.minibaas.auth.AuthBeans.CLOCK;

import dev.minibaas.auth.admin.AdminFactors;
import dev.minibaas.auth.admin.AdminUsers;
import dev.minibaas.auth.factor.Challenges;
import dev.minibaas.auth.factor.Enrolment;
import dev.minibaas.auth.factor.FactorVerification;
import dev.minibaas.auth.factor.Unenrolment;
import dev.minibaas.auth.passkey.PasskeyRegistration;
import dev.minibaas.auth.passkey.PasskeySignIn;
import dev.minibaas.auth.passkey.Passkeys;
import dev.minibaas.auth.session.Sessions;
import dev.minibaas.auth.sql.Transactions;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Puts together second factors and passkeys. */
@ApplicationScoped
public class FactorBeans {
  @Produces
  @Singleton
  Enrolment enrolment(AuthConfig config, Transactions transactions) {
    return new Enrolment(config.factors(), config.siteUrl(), transactions);
  }

  @Produces
  @Singleton
  Challenges challenges(AuthConfig config, Transactions transactions, Seams seams) {
    return new Challenges(config, transactions, seams, CLOCK);
  }

  @Produces
  @Singleton
  FactorVerification factorVerification(
      AuthConfig config, Transactions transactions, Sessions sessions, Seams seams) {
    return new FactorVerification(config, transactions, sessions, seams, CLOCK);
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
}
