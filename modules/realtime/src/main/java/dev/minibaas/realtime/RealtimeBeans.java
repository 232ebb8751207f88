package dev.minibaas.realtime;

import dev.minibaas.platform.caller.Authentication;
import dev.minibaas.platform.settings.ServiceSettings;
import dev.minibaas.realtime.channels.BroadcastApi;
import dev.minibaas.realtime.hub.EventBus;
import dev.minibaas.realtime.hub.Hub;
import dev.minibaas.realtime.mongo.MongoSourceStatus;
import dev.minibaas.realtime.own.Limits;
import dev.minibaas.realtime.socket.Connections;
import dev.minibaas.realtime.socket.Conversations;
import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.enterprise.inject.Typed;
import jakarta.inject.Singleton;
import javax.sql.DataSource;
import org.eclipse.microprofile.metrics.MetricRegistry;
import org.jspecify.annotations.Nullable;

/** Puts the service together on a server. */
@ApplicationScoped
public class RealtimeBeans {
  @Resource(lookup = "jdbc/minibaas/realtime")
  private @Nullable DataSource dataSource;

  /** Changes are read from the start on, not from the first client. */
  void start(
      @Observes @Initialized(ApplicationScoped.class) Object application, RealtimeModule module) {
    // injected, so that it was started
  }

  @Produces
  @Singleton
  RealtimeConfig config() {
    return ServiceSettings.load(RealtimeConfig::from);
  }

  @Produces
  @Singleton
  Authentication authentication(RealtimeConfig config) {
    return config.callers().authentication();
  }

  @Produces
  @Singleton
  @Typed(RealtimeModule.class)
  RealtimeModule module(
      RealtimeConfig config, Authentication authentication, Instance<MetricRegistry> registries) {
    if (dataSource == null) {
      throw new IllegalStateException("no data source jdbc/minibaas/realtime");
    }
    MetricRegistry registry = registries.isResolvable() ? registries.get() : null;
    return new RealtimeModule(config, dataSource, authentication, registry).start();
  }

  void stop(@Disposes RealtimeModule module) {
    module.close();
  }

  @Produces
  @Singleton
  @Typed(Conversations.class)
  Conversations conversations(RealtimeModule module) {
    return module;
  }

  @Produces
  @Singleton
  @Typed(Connections.class)
  Connections connections(RealtimeModule module) {
    return module.connections();
  }

  @Produces
  @Singleton
  @Typed(Hub.class)
  Hub hub(RealtimeModule module) {
    return module.hub();
  }

  @Produces
  @Singleton
  @Typed(MongoSourceStatus.class)
  MongoSourceStatus documents(RealtimeModule module) {
    return module::documents;
  }

  @Produces
  @Singleton
  @Typed(EventBus.class)
  EventBus bus(RealtimeModule module) {
    return module.bus();
  }

  @Produces
  @Singleton
  BroadcastApi broadcasts(RealtimeModule module) {
    return module.broadcasts();
  }

  @Produces
  @Singleton
  Limits limits(RealtimeConfig config) {
    return config.own();
  }
}
