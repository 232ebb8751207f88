package dev.minibaas.auth.external;

import dev.minibaas.auth.AuthFixture;
import dev.minibaas.auth.onetime.OneTimeTokens;
import dev.minibaas.auth.provider.OidcServer;
import dev.minibaas.auth.provider.OidcServer.Person;
import dev.minibaas.auth.provider.ProviderCalls;
import dev.minibaas.auth.provider.Providers;
import dev.minibaas.auth.redirect.Redirects;
import dev.minibaas.auth.redirect.Referrer;
import dev.minibaas.auth.request.Call;
import dev.minibaas.auth.user.User;
import dev.minibaas.auth.user.UserStore;
import dev.minibaas.testkit.TestDatabase;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Signing in by providers over a test's database, with a clock that the test moves. */
final class ExternalFixture {
  static final String SITE = "https://app.example.org";
  static final String CHALLENGE = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

  final AuthFixture auth;
  final Authorize authorize;
  final Callback callback;
  final IdTokenGrant idTokenGrant;
  final ManualLinking linking;
  final OneTimeTokens tokens;
  Duration offset = Duration.ZERO;

  ExternalFixture(TestDatabase database, Map<String, String> settings) {
    Map<String, String> all = new HashMap<>(settings);
    all.putIfAbsent("GOTRUE_SITE_URL", SITE);
    all.putIfAbsent("GOTRUE_MAILER_AUTOCONFIRM", "false");
    all.putIfAbsent("GOTRUE_SMTP_MAX_FREQUENCY", "0");
    all.putIfAbsent("GOTRUE_SECURITY_MANUAL_LINKING_ENABLED", "true");
    all.putIfAbsent("GOTRUE_EXTERNAL_ANONYMOUS_USERS_ENABLED", "true");
    all.putIfAbsent("AUTH_PROVIDER_TIMEOUT", "1");
    this.auth = new AuthFixture(database, all);
    InstantSource source = () -> Instant.now().plus(offset);
    Clock clock = source.withZone(ZoneOffset.UTC);
    Providers providers =
        new Providers(
            auth.config.providers(), new ProviderCalls(auth.config.providers().patience()), clock);
    this.tokens = new OneTimeTokens(6, Duration.ZERO, clock);
    Admission admission = new Admission(auth.config, auth.transactions, auth.seams, clock);
    this.authorize =
        new Authorize(
            auth.config, providers, new Redirects(SITE, List.of()), auth.transactions, clock);
    this.callback =
        new Callback(auth.config, providers, admission, auth.sessions, auth.transactions, clock);
    this.linking = new ManualLinking(true, auth.transactions, auth.seams.audit());
    this.idTokenGrant =
        new IdTokenGrant(providers, admission, auth.sessions, auth.bearers, linking, SITE);
  }

  /** To whom a mail waits, and whether its link leads to the site. */
  List<String> asked() {
    return auth.transactions.read(tx ->
        tx.all(
            """
            select recipient, text_body like '%redirect_to=https%3A%2F%2Fapp.example.org%' as leads
            from minibaas_auth.mail_outbox order by created_at
            """,
            row -> row.getString("recipient") + " " + row.getBoolean("leads")));
  }

  /** Settings under which a provider named {@code acme} is the server. */
  static Map<String, String> acme(OidcServer server, String... more) {
    Map<String, String> settings = new HashMap<>();
    settings.put("AUTH_OIDC_PROVIDERS", "acme");
    settings.put("GOTRUE_EXTERNAL_ACME_ENABLED", "true");
    settings.put("GOTRUE_EXTERNAL_ACME_CLIENT_ID", OidcServer.CLIENT);
    settings.put("GOTRUE_EXTERNAL_ACME_SECRET", OidcServer.SECRET);
    settings.put("GOTRUE_EXTERNAL_ACME_URL", server.issuer());
    for (int i = 0; i < more.length; i += 2) {
      settings.put(more[i], more[i + 1]);
    }
    return settings;
  }

  String begin(Map<String, String> query) {
    return begin(query, null);
  }

  String begin(Map<String, String> query, @Nullable UUID target) {
    Map<String, String> all = new HashMap<>(query);
    all.putIfAbsent("provider", "acme");
    return authorize.begin(all, new Referrer(all.getOrDefault("redirect_to", ""), ""), target);
  }

  /** A whole visit; where the user is led in the end. */
  Landed visit(OidcServer server, Person person) {
    return land(server.approve(begin(Map.of()), person));
  }

  Landed land(Map<String, String> parameters) {
    return Landed.at(callback.receive(parameters, AuthFixture.ANYBODY));
  }

  User user(String email) {
    return auth.transactions
        .read(tx -> new UserStore().byEmail(tx, email, "authenticated"))
        .orElseThrow();
  }

  /** A page with what it was told. */
  record Landed(String page, Map<String, String> query, Map<String, String> fragment) {
    static Landed at(String address) {
      URI uri = URI.create(address);
      String query = uri.getRawQuery();
      String fragment = uri.getRawFragment();
      return new Landed(
          address.split("[?#]", 2)[0],
          query == null ? Map.of() : OidcServer.form(query),
          fragment == null ? Map.of() : OidcServer.form(fragment));
    }

    Call bearing() {
      return AuthFixture.call(String.valueOf(fragment.get("access_token")));
    }

    String error() {
      return query.get("error") + " " + query.get("error_code");
    }
  }
}
