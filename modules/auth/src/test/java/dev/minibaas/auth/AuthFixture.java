package dev.minibaas.auth;

import dev.minibaas.auth.audit.Audit;
import dev.minibaas.auth.hook.HookPoint;
import dev.minibaas.auth.hook.Hooks;
import dev.minibaas.auth.key.TokenSigner;
import dev.minibaas.auth.mail.HookOutbox;
import dev.minibaas.auth.mail.Mailer;
import dev.minibaas.auth.mail.Outbox;
import dev.minibaas.auth.mail.QuteTemplates;
import dev.minibaas.auth.password.Passwords;
import dev.minibaas.auth.request.Call;
import dev.minibaas.auth.request.Origin;
import dev.minibaas.auth.request.RequestBody;
import dev.minibaas.auth.session.Bearers;
import dev.minibaas.auth.session.Logout;
import dev.minibaas.auth.session.PasswordGrant;
import dev.minibaas.auth.session.RefreshGrant;
import dev.minibaas.auth.session.Sessions;
import dev.minibaas.auth.signup.Signup;
import dev.minibaas.auth.sql.Transactions;
import dev.minibaas.auth.user.UserUpdate;
import dev.minibaas.platform.caller.Caller;
import dev.minibaas.platform.caller.InvalidToken;
import dev.minibaas.platform.caller.TokenPolicy;
import dev.minibaas.platform.caller.TokenVerifier;
import dev.minibaas.platform.settings.Settings;
import dev.minibaas.testkit.TestDatabase;
import dev.minibaas.testkit.TestDatabase.Login;
import dev.minibaas.testkit.Tokens;
import jakarta.json.JsonObject;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;

/** The service without a server: its flows over a test's database. */
public final class AuthFixture {
  public static final String PASSWORD = "correct horse";
  public static final Call ANYBODY = call(Caller.ofRole(Caller.ANON));
  public static final Call ADMIN = call(Caller.ofRole(Caller.SERVICE_ROLE));

  private static final int CONNECTIONS = 8;

  public final AuthConfig config;
  public final Transactions transactions;
  public final Passwords passwords;
  public final Sessions sessions;
  public final Signup signup;
  public final PasswordGrant passwordGrant;
  public final RefreshGrant refreshGrant;
  public final Logout logout;
  public final Bearers bearers;
  public final UserUpdate userUpdate;
  public final Seams seams;

  public AuthFixture(TestDatabase database) {
    this(database, Map.of());
  }

  public AuthFixture(TestDatabase database, Map<String, String> settings) {
    this(new Transactions(database.pool(Login.AUTH, CONNECTIONS)), settings);
  }

  public AuthFixture(Transactions transactions, Map<String, String> settings) {
    this.config = config(settings);
    this.transactions = transactions;
    this.passwords = new Passwords(config);
    Clock clock = Clock.systemUTC();
    Hooks hooks = new Hooks(config.flows().hooks(), transactions, clock);
    Mailer mailer =
        hooks.isOn(HookPoint.SEND_EMAIL)
            ? new HookOutbox(hooks, config.externalUrl(), clock)
            : new Outbox(
                new QuteTemplates(config.flows().mail(), config.externalUrl(), config.siteUrl()),
                clock);
    this.seams = new Seams(new Audit(), mailer, hooks::sendSms, hooks);
    this.sessions = new Sessions(config, TokenSigner.ofSecret(config.jwt().secret()), hooks, clock);
    this.signup = new Signup(config, transactions, passwords, sessions, seams, clock);
    this.passwordGrant = new PasswordGrant(config, transactions, passwords, sessions, seams, clock);
    this.refreshGrant = new RefreshGrant(config, transactions, sessions, seams.audit(), clock);
    this.logout = new Logout(transactions, seams.audit());
    this.bearers = new Bearers(transactions);
    this.userUpdate = new UserUpdate(config, transactions, passwords, seams, clock);
  }

  /** The configuration that the settings make, with the tests' secret. */
  public static AuthConfig config(Map<String, String> settings) {
    Map<String, String> all = new HashMap<>(settings);
    all.putIfAbsent("JWT_SECRET", Tokens.SECRET);
    Settings source = Settings.of(all);
    AuthConfig config = AuthConfig.from(source);
    source.check();
    return config;
  }

  public static Call call(Caller caller) {
    return new Call(caller, true, "authenticated", new Origin("192.0.2.7", "JUnit"));
  }

  /** A call with an access token, verified as the platform's filter does. */
  public static Call call(String accessToken) {
    try {
      return call(new TokenVerifier(TokenPolicy.hs256(Tokens.SECRET)).verify(accessToken));
    } catch (InvalidToken e) {
      throw new AssertionError(e);
    }
  }

  /** The session that a session's access token names. */
  public static String sessionId(JsonObject session) {
    return String.valueOf(
        call(session.getString("access_token")).caller().claims().get("session_id"));
  }

  public static RequestBody body(String json) {
    return RequestBody.of(json.replace('\'', '"'));
  }

  public static RequestBody credentials(String email, String password) {
    return body("{'email':'%s','password':'%s'}".formatted(email, password));
  }

  /** Signs up and answers the session. */
  public JsonObject newUser(String email) {
    return signup.signup(credentials(email, PASSWORD), ANYBODY);
  }

  public JsonObject login(String email) {
    return passwordGrant.login(credentials(email, PASSWORD), ANYBODY).json();
  }

  public JsonObject refresh(String token) {
    return refreshGrant.refresh(body("{'refresh_token':'" + token + "'}"), ANYBODY).json();
  }
}
