package dev.minibaas.auth;

import static dev.minibaas.auth.AuthBeans.CLOCK;

import dev.minibaas.auth.audit.Audit;
import dev.minibaas.auth.external.Admission;
import dev.minibaas.auth.external.Authorize;
import dev.minibaas.auth.external.Callback;
import dev.minibaas.auth.external.IdTokenGrant;
import dev.minibaas.auth.external.ManualLinking;
import dev.minibaas.auth.provider.ProviderCalls;
import dev.minibaas.auth.provider.Providers;
import dev.minibaas.auth.redirect.Redirects;
import dev.minibaas.auth.session.Bearers;
import dev.minibaas.auth.session.Sessions;
import dev.minibaas.auth.sql.Transactions;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Puts together signing in by others' word. */
@ApplicationScoped
public class ExternalBeans {
  @Produces
  @Singleton
  Providers providers(AuthConfig config) {
    ProviderCalls calls = new ProviderCalls(config.providers().patience());
    return new Providers(config.providers(), calls, CLOCK);
  }

  @Produces
  @Singleton
  Admission admission(AuthConfig config, Transactions transactions, Seams seams) {
    return new Admission(config, transactions, seams, CLOCK);
  }

  @Produces
  @Singleton
  Authorize authorize(
      AuthConfig config, Providers providers, Redirects redirects, Transactions transactions) {
    return new Authorize(config, providers, redirects, transactions, CLOCK);
  }

  @Produces
  @Singleton
  Callback callback(
      AuthConfig config,
      Providers providers,
      Admission admission,
      Sessions sessions,
      Transactions transactions) {
    return new Callback(config, providers, admission, sessions, transactions, CLOCK);
  }

  @Produces
  @Singleton
  ManualLinking manualLinking(AuthConfig config, Transactions transactions, Audit audit) {
    return new ManualLinking(config.providers().manualLinking(), transactions, audit);
  }

  @Produces
  @Singleton
  IdTokenGrant idTokenGrant(
      AuthConfig config,
      Providers providers,
      Admission admission,
      Sessions sessions,
      Bearers bearers,
      ManualLinking linking) {
    return new IdTokenGrant(providers, admission, sessions, bearers, linking, config.siteUrl());
  }
}
