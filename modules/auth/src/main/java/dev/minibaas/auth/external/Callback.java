package dev.minibaas.auth.external;

import dev.minibaas.auth.AuthConfig;
import dev.minibaas.auth.entity.FlowStateEntity;
import dev.minibaas.auth.error.AuthFailure;
import dev.minibaas.auth.error.ErrorCode;
import dev.minibaas.auth.error.OAuthFailure;
import dev.minibaas.auth.provider.Provider;
import dev.minibaas.auth.provider.ProviderFailure;
import dev.minibaas.auth.provider.Providers;
import dev.minibaas.auth.request.Call;
import dev.minibaas.auth.session.Sessions;
import dev.minibaas.auth.sql.Transactions;
import dev.minibaas.auth.sql.Tx;
import dev.minibaas.platform.log.Log;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.UUID;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.regex.Pattern;

/**
 * Receives a user whom a provider sends back. Whatever happens, the user is led on: to where the
 * visit began, with a session, a code or an error, or to the site when nobody knows where that was.
 */
public final class Callback {
  private static final Logger LOG = Log.of(Callback.class);
  private static final int MAX_TEXT = 500;
  private static final Pattern UUIDS =
      Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

  private final Providers providers;
  private final Admission admission;
  private final Sessions sessions;
  private final Transactions transactions;
  private final VisitSecrets secrets;
  private final String siteUrl;
  private final Duration lifetime;
  private final Clock clock;
  private final Visits visits = new Visits();

  public Callback(
      AuthConfig config,
      Providers providers,
      Admission admission,
      Sessions sessions,
      Transactions transactions,
      Clock clock) {
    this.providers = providers;
    this.admission = admission;
    this.sessions = sessions;
    this.transactions = transactions;
    this.secrets = new VisitSecrets(config.jwt().secret());
    this.siteUrl = config.siteUrl();
    this.lifetime = config.flows().authCodeLifetime();
    this.clock = clock;
  }

  /** Where to lead the user; parameters are the query's or the form's. */
  String receive(Map<String, String> parameters, Call call) {
    String page = siteUrl;
    try {
      Visits.Returned returned = claim(parameters.getOrDefault("state", ""));
      String referrer = returned.flow().referrer();
      page = referrer == null || referrer.isEmpty() ? siteUrl : referrer;
      refuseLate(returned.flow());
      return land(returned, parameters, page, call);
    } catch (RuntimeException failure) {
      log(failure);
      return Landing.withError(page, failure);
    }
  }

  private Visits.Returned claim(String state) {
    if (state.isEmpty()) {
      throw AuthFailure.badRequest(ErrorCode.BAD_OAUTH_CALLBACK, "OAuth state parameter missing");
    }
    if (!UUIDS.matcher(state).matches()) {
      throw badState();
    }
    return transactions
        .in(tx -> visits.claim(tx, UUID.fromString(state)))
        .orElseThrow(Callback::badState);
  }

  private void refuseLate(FlowStateEntity flow) {
    Instant begun = flow.createdAt();
    if (begun == null || clock.instant().isAfter(begun.plus(lifetime))) {
      throw AuthFailure.badRequest(ErrorCode.BAD_OAUTH_STATE, "OAuth state has expired");
    }
  }

  private String land(
      Visits.Returned returned, Map<String, String> parameters, String page, Call call) {
    String error = parameters.getOrDefault("error", "");
    if (!error.isEmpty()) {
      throw new OAuthFailure(
          limited(error), limited(parameters.getOrDefault("error_description", "")));
    }
    String code = parameters.getOrDefault("code", "");
    if (code.isEmpty()) {
      throw AuthFailure.badRequest(
          ErrorCode.BAD_OAUTH_CALLBACK, "OAuth callback with missing authorization code missing");
    }
    FlowStateEntity flow = returned.flow();
    Provider provider = providers.named(flow.providerType());
    Provider.Visitor visitor = visitor(provider, code, returned);
    Entry entry =
        new Entry(
            provider.config().name(),
            provider.config().emailOptional(),
            visitor.user(),
            call,
            page);
    return admission.admit(
        entry, aim(flow), (tx, user) -> address(tx, flow, user.id(), entry, visitor));
  }

  private Provider.Visitor visitor(Provider provider, String code, Visits.Returned returned) {
    try {
      return provider.receive(
          code, returned.codeVerifier(), secrets.nonce(returned.flow().id().toString()));
    } catch (ProviderFailure failure) {
      throw new AuthFailure(
              500,
              ErrorCode.UNEXPECTED_FAILURE,
              "Unable to exchange external code with " + provider.config().name())
          .because(failure);
    }
  }

  private static Admission.Aim aim(FlowStateEntity flow) {
    UUID target = flow.linkingTargetId();
    String inviteToken = flow.inviteToken();
    if (target != null) {
      return new Admission.Aim.Linked(target);
    }
    return inviteToken != null ? new Admission.Aim.Invited(inviteToken) : new Admission.Aim.Own();
  }

  private String address(
      Tx tx, FlowStateEntity flow, UUID userId, Entry entry, Provider.Visitor visitor) {
    if (flow.codeChallenge() != null) {
      Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
      String code =
          visits.issueCode(
              tx, flow.id(), userId, visitor.accessToken(), visitor.refreshToken(), now);
      return Landing.withCode(entry.redirectTo(), code);
    }
    visits.end(tx, flow.id());
    return Landing.withSession(
        entry.redirectTo(), sessions.start(tx, userId, "oauth", entry.call().origin()), visitor);
  }

  /** What a provider says goes into an address of ours: no more of it than makes sense. */
  private static String limited(String text) {
    String clean = text.replaceAll("\\p{Cntrl}", " ");
    return clean.substring(0, Math.min(clean.length(), MAX_TEXT));
  }

  private static AuthFailure badState() {
    return AuthFailure.badRequest(ErrorCode.BAD_OAUTH_STATE, "OAuth callback with invalid state");
  }

  private static void log(RuntimeException failure) {
    boolean refusal =
        failure instanceof OAuthFailure
            || (failure instanceof AuthFailure known && known.status() < 500);
    Throwable cause = failure.getCause() == null ? failure : failure.getCause();
    LOG.log(
        refusal ? Level.INFO : Level.WARNING,
        "a provider''s callback ended with {0} ({1})",
        new Object[] {failure.getMessage(), cause});
  }
}
