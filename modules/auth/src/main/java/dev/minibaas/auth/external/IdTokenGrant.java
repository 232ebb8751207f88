package dev.minibaas.auth.external;

import dev.minibaas.auth.error.OAuthFailure;
import dev.minibaas.auth.provider.Providers;
import dev.minibaas.auth.request.Call;
import dev.minibaas.auth.request.RequestBody;
import dev.minibaas.auth.session.Bearers;
import dev.minibaas.auth.session.SessionAnswer;
import dev.minibaas.auth.session.Sessions;

/** {@code grant_type=id_token}: a session for a provider's token that the client got by itself. */
public final class IdTokenGrant {
  private static final String INVALID = "invalid request";

  /** Room for tokens with many groups in them. */
  private static final int MAX_TOKEN = 32_768;

  private final Providers providers;
  private final Admission admission;
  private final Sessions sessions;
  private final Bearers bearers;
  private final ManualLinking linking;
  private final String siteUrl;

  public IdTokenGrant(
      Providers providers,
      Admission admission,
      Sessions sessions,
      Bearers bearers,
      ManualLinking linking,
      String siteUrl) {
    this.providers = providers;
    this.admission = admission;
    this.sessions = sessions;
    this.bearers = bearers;
    this.linking = linking;
    this.siteUrl = siteUrl;
  }

  public SessionAnswer login(RequestBody body, Call call) {
    Admission.Aim aim = new Admission.Aim.Own();
    if (body.flag("link_identity")) {
      linking.refuseDisabled();
      aim = new Admission.Aim.Linked(bearers.of(call).user().id());
    }
    Providers.Bringer bringer = providers.identify(brought(body));
    Entry entry =
        new Entry(bringer.provider(), bringer.emailOptional(), bringer.user(), call, siteUrl);
    return admission.admit(
        entry, aim, (tx, user) -> sessions.start(tx, user.id(), "oauth", call.origin()));
  }

  private static Providers.Brought brought(RequestBody body) {
    String idToken = body.longText("id_token", MAX_TOKEN);
    if (idToken.isEmpty()) {
      throw new OAuthFailure(INVALID, "id_token required");
    }
    String provider = body.text("provider");
    String clientId = body.text("client_id");
    String issuer = body.text("issuer");
    if (provider.isEmpty() && (clientId.isEmpty() || issuer.isEmpty())) {
      throw new OAuthFailure(INVALID, "provider or client_id and issuer required");
    }
    return new Providers.Brought(
        provider,
        issuer,
        clientId,
        idToken,
        body.longText("access_token", MAX_TOKEN),
        body.text("nonce"));
  }
}
