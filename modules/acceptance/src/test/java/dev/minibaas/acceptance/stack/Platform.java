package dev.minibaas.acceptance.stack;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.minibaas.acceptance.http.Api;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestInstanceFactoryContext;
import org.junit.jupiter.api.extension.TestInstancePreConstructCallback;

/**
 * A platform for test classes, started before the first class that needs it and stopped after the
 * last. The environment may name a running one instead: {@code BASE_URL}, {@code ANON_KEY}, {@code
 * SERVICE_KEY}, {@code JWT_SECRET}, {@code PG_URL}, as {@code make -s env} prints them.
 */
public final class Platform implements BeforeAllCallback, TestInstancePreConstructCallback {
  private static final ExtensionContext.Namespace NAMESPACE =
      ExtensionContext.Namespace.create(Platform.class);

  /** The plugin stays active, the limits are out of reach. */
  private static final String UNREACHABLE = "1000000";

  /** Of limits that let 30 pass at once, whatever they are: so many that there is no wait. */
  private static final String MOST = "1000000000";

  private static final Platform SHARED = new Platform("shared", raisedLimits());
  private static final Platform LIMITED = new Platform("limited", Map.of());

  private final String name;
  private final Map<String, String> settings;
  private @Nullable Instance instance;
  private @Nullable Map<String, String> variables;

  private Platform(String name, Map<String, String> settings) {
    this.name = name;
    this.settings = settings;
  }

  /** The one that nearly all tests share: its rate limits are out of their reach. */
  public static Platform shared() {
    return SHARED;
  }

  /** One with the rate limits of the contract. */
  public static Platform atContractLimits() {
    return LIMITED;
  }

  /**
   * One of a test's own, with settings beside the raised limits. It is not for a platform that was
   * named.
   */
  public static Platform own(String name, Map<String, String> settings) {
    Map<String, String> all = raisedLimits();
    all.putAll(settings);
    return new Platform(name, all);
  }

  /** Settings of one whose limits are out of the tests' reach. */
  public static Map<String, String> raisedLimits() {
    Map<String, String> limits = new LinkedHashMap<>();
    for (String route :
        new String[] {
          "AUTH", "REST", "REGISTRY", "PERMISSIONS", "SCHEMAS", "QUERY", "MONGO", "REALTIME"
        }) {
      limits.put("RATE_LIMIT_" + route + "_MINUTE", UNREACHABLE);
      limits.put("RATE_LIMIT_" + route + "_HOUR", UNREACHABLE);
    }
    for (String limit : new String[] {"OTP", "VERIFY", "TOKEN_REFRESH", "ANONYMOUS_USERS"}) {
      limits.put("GOTRUE_RATE_LIMIT_" + limit, MOST);
    }
    limits.put("GOTRUE_MFA_RATE_LIMIT_CHALLENGE_AND_VERIFY", MOST);
    limits.put("GOTRUE_RATE_LIMIT_EMAIL_SENT", MOST);
    // the databases that tests register are on this machine
    limits.put("DATABASE_ALLOWED_NETWORKS", "127.0.0.0/8,::1/128");
    return limits;
  }

  /** A class with one instance for all its tests is made before its {@code beforeAll}. */
  @Override
  public void preConstructTestInstance(
      TestInstanceFactoryContext factory, ExtensionContext context) {
    beforeAll(context);
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    if (System.getenv("BASE_URL") != null) {
      assumeTrue(
          this == SHARED || "contract".equals(System.getenv("RATE_LIMITS")),
          "needs a platform at the contract's rate limits: say RATE_LIMITS=contract if "
              + System.getenv("BASE_URL")
              + " is one");
      variables = System.getenv();
      return;
    }
    context
        .getRoot()
        .getStore(NAMESPACE)
        .getOrComputeIfAbsent(name, key -> start(), AutoCloseable.class);
  }

  private AutoCloseable start() {
    Instance own = Instance.fresh(name, settings);
    instance = own;
    own.start();
    variables = own.variables();
    return own::stop;
  }

  public Api api() {
    return new Api(URI.create(variable("BASE_URL")), variable("ANON_KEY"));
  }

  public String anonKey() {
    return variable("ANON_KEY");
  }

  public String serviceKey() {
    return variable("SERVICE_KEY");
  }

  public String jwtSecret() {
    return variable("JWT_SECRET");
  }

  /** Where the server tells operators of its health and metrics. */
  public Api operations() {
    return new Api(URI.create(variable("OPS_URL")), "");
  }

  public Database database() {
    return new Database(variable("PG_URL"));
  }

  /** The instance behind it; a test that needs one is skipped on a platform that was named. */
  public Instance instance() {
    assumeTrue(System.getenv("BASE_URL") == null, "needs an instance that the tests started");
    return Objects.requireNonNull(instance, "used before its extension ran");
  }

  private String variable(String variable) {
    String value = Objects.requireNonNull(variables, "used before its extension ran").get(variable);
    if (value == null) {
      throw new IllegalStateException(variable + " is unknown: name it beside BASE_URL");
    }
    return value;
  }
}
