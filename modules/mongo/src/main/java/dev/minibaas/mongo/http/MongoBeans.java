package dev.minibaas.mongo.http;

import dev.minibaas.mongo.MongoConfig;
import dev.minibaas.mongo.store.Operations;
import dev.minibaas.platform.caller.ApiKeys;
import dev.minibaas.platform.caller.Authentication;
import dev.minibaas.platform.caller.PublishedKeys;
import dev.minibaas.platform.caller.TokenPolicy;
import dev.minibaas.platform.caller.TokenVerifier;
import dev.minibaas.platform.settings.ServiceSettings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.metrics.MetricRegistry;

/** Puts the service together on a server. */
@ApplicationScoped
public class MongoBeans {

  @Produces
  @Singleton
  MongoConfig config() {
    return ServiceSettings.load(MongoConfig::from);
  }

  @Produces
  @Singleton
  MongoModule module(MongoConfig config, Instance<MetricRegistry> registries) {
    return MongoModule.start(
        config, new Operations(registries.isResolvable() ? registries.get() : null));
  }

  void stop(@Disposes MongoModule module) {
    module.close();
  }

  @Produces
  @Singleton
  Authentication authentication(MongoConfig config) {
    TokenPolicy policy = TokenPolicy.hs256(config.jwtSecret());
    return new Authentication(
        new TokenVerifier(
            config.keySet() == null ? policy : policy.alsoBy(new PublishedKeys(config.keySet()))),
        new ApiKeys(config.anonKey(), config.serviceKey()));
  }
}
