package dev.minibaas.bootstrap;

import dev.minibaas.platform.settings.Settings;
import java.time.Duration;

/**
 * Every setting of the bootstrap program.
 *
 * @param database where to connect, as superuser
 * @param authenticatorPassword what the REST service logs in with
 * @param authPassword what the auth service logs in with
 * @param rlsOnNewTables whether a new table in public is closed until it has a policy
 * @param patience how long a database that isn't up yet is waited for
 */
public record BootstrapConfig(
    Superuser database,
    String authenticatorPassword,
    String authPassword,
    boolean rlsOnNewTables,
    Duration patience) {

  private static final int PASSWORD_LENGTH = 16;
  private static final String PASSWORD_FIX =
      "set it to a random text of 16 characters or more, such as scripts/generate-env writes";

  public static BootstrapConfig from(Settings settings) {
    return new BootstrapConfig(
        Superuser.from(settings),
        settings.secret("AUTHENTICATOR_PASSWORD", PASSWORD_LENGTH, PASSWORD_FIX),
        settings.secret("AUTH_DB_PASSWORD", PASSWORD_LENGTH, PASSWORD_FIX),
        settings.flag("RLS_ON_NEW_TABLES", true),
        settings.seconds("POSTGRES_WAIT", 60, 0, 3600));
  }

  @Override
  public String toString() {
    return "BootstrapConfig[database=%s, rlsOnNewTables=%s, patience=%s]"
        .formatted(database, rlsOnNewTables, patience);
  }
}
