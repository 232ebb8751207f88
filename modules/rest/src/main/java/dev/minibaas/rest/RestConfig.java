package dev.minibaas.rest;

import dev.minibaas.platform.settings.Settings;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Every setting of the module, under PostgREST's own names in the environment: {@code db-schemas}
 * is {@code PGRST_DB_SCHEMAS}.
 *
 * @param dbUri a direct URL, past any pooler, for the catalogue and for LISTEN
 * @param anonRole of requests without a token; {@link #NOBODY} refuses them
 * @param maxRows of any one answer; null for no limit
 * @param hoistedSettings which SET clauses of a function hold for its whole transaction
 * @param appSettings {@code PGRST_APP_SETTINGS_X}, seen by SQL as {@code app.settings.x}
 * @param proxyUri what the OpenAPI document says of where the API is
 * @param maxBodyBytes of a request
 * @param maxResultBytes of an answer's body
 */
public record RestConfig(
    String dbUri,
    List<String> schemas,
    List<String> extraSearchPath,
    String anonRole,
    String channel,
    boolean listens,
    @Nullable Long maxRows,
    boolean aggregates,
    boolean plans,
    @Nullable String preRequest,
    @Nullable String rootSpec,
    TransactionEnd transactionEnd,
    Set<String> hoistedSettings,
    Map<String, String> appSettings,
    OpenApi openApi,
    @Nullable String proxyUri,
    boolean securityActive,
    List<String> corsOrigins,
    @Nullable String traceHeader,
    boolean serverTiming,
    int maxBodyBytes,
    int maxResultBytes) {

  /** The role that no role can be called, for SQL's SET ROLE NONE: anonymous access is off. */
  public static final String NOBODY = "none";

  /** How a transaction ends when nothing went wrong. */
  public record TransactionEnd(boolean rollsBack, boolean allowsOverride) {
    static TransactionEnd of(String setting) {
      return new TransactionEnd(
          setting.startsWith("rollback"), setting.endsWith("-allow-override"));
    }
  }

  /** What the OpenAPI document shows. */
  public enum OpenApi {
    FOLLOW_PRIVILEGES,
    IGNORE_PRIVILEGES,
    DISABLED
  }

  private static final String EXTRA_SEARCH_PATH = "PGRST_DB_EXTRA_SEARCH_PATH";
  private static final List<String> ENDS =
      List.of("commit", "commit-allow-override", "rollback", "rollback-allow-override");
  private static final List<String> OPENAPI_MODES =
      List.of("follow-privileges", "ignore-privileges", "disabled");

  public static RestConfig from(Settings settings, Variables variables) {
    int maxRows = settings.integer("PGRST_DB_MAX_ROWS", 0, 0, Integer.MAX_VALUE);
    String openApi = settings.oneOf("PGRST_OPENAPI_MODE", "follow-privileges", OPENAPI_MODES);
    return new RestConfig(
        settings.required(
            "PGRST_DB_URI", "set it to postgresql://authenticator:<password>@<host>:5432/<db>"),
        settings.list("PGRST_DB_SCHEMAS", "public"),
        variables.isEmptied(EXTRA_SEARCH_PATH)
            ? List.of()
            : settings.list(EXTRA_SEARCH_PATH, "public"),
        settings.text("PGRST_DB_ANON_ROLE", "anon"),
        settings.text("PGRST_DB_CHANNEL", "pgrst"),
        settings.flag("PGRST_DB_CHANNEL_ENABLED", true),
        maxRows == 0 ? null : (Long) (long) maxRows,
        settings.flag("PGRST_DB_AGGREGATES_ENABLED", false),
        settings.flag("PGRST_DB_PLAN_ENABLED", false),
        settings.textOrNull("PGRST_DB_PRE_REQUEST"),
        settings.textOrNull("PGRST_DB_ROOT_SPEC"),
        TransactionEnd.of(settings.oneOf("PGRST_DB_TX_END", "commit", ENDS)),
        Set.copyOf(
            settings.list(
                "PGRST_DB_HOISTED_TX_SETTINGS",
                "statement_timeout,plan_filter.statement_cost_limit,"
                    + "default_transaction_isolation")),
        Map.copyOf(variables.appSettings()),
        OpenApi.valueOf(openApi.toUpperCase(Locale.ROOT).replace('-', '_')),
        settings.textOrNull("PGRST_OPENAPI_SERVER_PROXY_URI"),
        settings.flag("PGRST_OPENAPI_SECURITY_ACTIVE", false),
        settings.list("PGRST_SERVER_CORS_ALLOWED_ORIGINS", ""),
        settings.textOrNull("PGRST_SERVER_TRACE_HEADER"),
        settings.flag("PGRST_SERVER_TIMING_ENABLED", false),
        settings.integer("REST_MAX_BODY_BYTES", 16 << 20, 1, Integer.MAX_VALUE),
        settings.integer("REST_MAX_RESULT_BYTES", 32 << 20, 1 << 10, 1 << 30));
  }
}
