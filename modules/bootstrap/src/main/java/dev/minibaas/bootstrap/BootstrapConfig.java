package dev.minibaas.bootstrap;

import dev.minibaas.platform.settings.Settings;
import java.time.Duration;

/**
 * Every setting of the bootstrap program.
 *
 * @param database where to connect, as superuser
 * @param logins what the services log in as
 * @param rlsOnNewTables whether a new table in public is closed until it has a policy
 * @param patience how long a database that isn't up yet is waited for
 */
public record BootstrapConfig(
    Superuser database, LoginRoles logins, boolean rlsOnNewTables, Duration patience) {

  public static BootstrapConfig from(Settings settings) {
    return new BootstrapConfig(
        Superuser.from(settings),
        LoginRoles.from(settings),
        settings.flag("RLS_ON_NEW_TABLES", true),
        settings.seconds("POSTGRES_WAIT", 60, 0, 3600));
  }

  @Override
  public String toString() {
    return "BootstrapConfig[database=%s, rlsOnNewTables=%s, patience=%s]"
        .formatted(database, rlsOnNewTables, patience);
  }
}
