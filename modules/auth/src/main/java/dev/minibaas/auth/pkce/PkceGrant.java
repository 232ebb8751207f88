package dev.minibaas.auth.pkce;

import dev.minibaas.auth.AuthConfig;
import dev.minibaas.auth.audit.Action;
import dev.minibaas.auth.audit.Audit;
import dev.minibaas.auth.error.AuthFailure;
import dev.minibaas.auth.error.ErrorCode;
import dev.minibaas.auth.json.JsonValues;
import dev.minibaas.auth.request.Call;
import dev.minibaas.auth.request.RequestBody;
import dev.minibaas.auth.session.SessionAnswer;
import dev.minibaas.auth.session.Sessions;
import dev.minibaas.auth.sql.Transactions;
import dev.minibaas.auth.sql.Tx;
import dev.minibaas.auth.user.User;
import dev.minibaas.auth.user.UserStore;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.time.Clock;
import java.time.Duration;
import java.util.UUID;

/** {@code grant_type=pkce}: a session for the code of a flow and the secret behind it. */
public final class PkceGrant {
  private final Transactions transactions;
  private final Sessions sessions;
  private final Audit audit;
  private final Duration lifetime;
  private final Clock clock;
  private final FlowStates flows = new FlowStates();
  private final UserStore users = new UserStore();

  public PkceGrant(
      AuthConfig config, Transactions transactions, Sessions sessions, Audit audit, Clock clock) {
    this.transactions = transactions;
    this.sessions = sessions;
    this.audit = audit;
    this.lifetime = config.flows().authCodeLifetime();
    this.clock = clock;
  }

  /** The session, with the provider's tokens where one was visited. */
  public record Granted(SessionAnswer answer, JsonObject json) {}

  public Granted exchange(RequestBody body, Call call) {
    String code = body.text("auth_code");
    String verifier = body.text("code_verifier");
    if (code.isEmpty() || verifier.isEmpty()) {
      throw AuthFailure.invalid(
          "invalid request: both auth code and code verifier should be non-empty");
    }
    return transactions.in(tx -> exchange(tx, code, verifier, call));
  }

  private Granted exchange(Tx tx, String code, String verifier, Call call) {
    FlowStates.Flow flow = flows.byCode(tx, code).orElseThrow(PkceGrant::unknown);
    UUID userId = flow.userId();
    Challenge challenge = flow.challenge();
    if (userId == null || challenge == null) {
      throw unknown();
    }
    if (!clock.instant().isBefore(flow.since().plus(lifetime))) {
      throw AuthFailure.unprocessable(
          ErrorCode.FLOW_STATE_EXPIRED, "invalid flow state, flow state has expired");
    }
    if (!challenge.isMetBy(verifier)) {
      throw AuthFailure.badRequest(
          ErrorCode.BAD_CODE_VERIFIER,
          "code challenge does not match previously saved code verifier");
    }
    User user = users.byId(tx, userId).orElseThrow(PkceGrant::unknown);
    if (user.isBanned(clock.instant())) {
      throw AuthFailure.badRequest(ErrorCode.USER_BANNED, "User is banned");
    }
    flows.end(tx, flow.id());
    audit.record(
        tx,
        Action.LOGIN,
        user,
        call.origin(),
        JsonValues.object().add("provider_type", flow.method()).build());
    SessionAnswer answer = sessions.start(tx, userId, flow.method(), call.origin());
    return new Granted(answer, json(answer, flow));
  }

  private static JsonObject json(SessionAnswer answer, FlowStates.Flow flow) {
    JsonObjectBuilder json = JsonValues.object(answer.json());
    String accessToken = flow.providerAccessToken();
    String refreshToken = flow.providerRefreshToken();
    if (accessToken != null && !accessToken.isEmpty()) {
      json.add("provider_token", accessToken);
    }
    if (refreshToken != null && !refreshToken.isEmpty()) {
      json.add("provider_refresh_token", refreshToken);
    }
    return json.build();
  }

  private static AuthFailure unknown() {
    return AuthFailure.notFound(
        ErrorCode.FLOW_STATE_NOT_FOUND, "invalid flow state, no valid flow state found");
  }
}
