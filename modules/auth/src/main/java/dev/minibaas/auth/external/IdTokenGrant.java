package dev.minibaas.auth.external;

import dev.minibaas.auth.error.AuthFailure;
import dev.minibaas.auth.error.OAuthFailure;
import dev.minibaas.auth.provider.Providers;
import dev.minibaas.auth.request.Call;
import dev.minibaas.auth.request.RequestBody;
import dev.minibaas.auth.session.Bearer;
import dev.minibaas.auth.session.Bearers;
import dev.minibaas.auth.session.SessionAnswer;
import dev.minibaas.auth.session.Sessions;
import dev.minibaas.auth.sql.Transactions;
import dev.minibaas.auth.sql.Tx;
import org.jspecify.annotations.Nullable;

/** {@code grant_type=id_token}: a session for a provider's token that the client got by itself. */
public final class IdTokenGrant {
  private static final String INVALID = "invalid request";

  /** Room for tokens with many groups in them. */
  private static final int MAX_TOKEN = 32_768;

  private final Providers providers;
  private final Accounts accounts;
  private final Sessions sessions;
  private final Bearers bearers;
  private final ManualLinking linking;
  private final Transactions transactions;
  private final String siteUrl;

  public IdTokenGrant(
      Providers providers,
      Accounts accounts,
      Sessions sessions,
      Bearers bearers,
      ManualLinking linking,
      Transactions transactions,
      String siteUrl) {
    this.providers = providers;
    this.accounts = accounts;
    this.sessions = sessions;
    this.bearers = bearers;
    this.linking = linking;
    this.transactions = transactions;
    this.siteUrl = siteUrl;
  }

  /** A refusal whose writing stays, or a session. */
  private sealed interface Settled {
    record In(SessionAnswer answer) implements Settled {}

    record Refused(AuthFailure failure) implements Settled {}
  }

  public SessionAnswer login(RequestBody body, Call call) {
    Bearer target = null;
    if (body.flag("link_identity")) {
      linking.refuseDisabled();
      target = bearers.of(call);
    }
    Providers.Bringer bringer = providers.identify(brought(body));
    Entry entry =
        new Entry(bringer.provider(), bringer.emailOptional(), bringer.user(), call, siteUrl);
    Bearer linked = target;
    return switch (Accounts.inTransaction(transactions, tx -> settle(tx, entry, linked))) {
      case Settled.In in -> in.answer();
      case Settled.Refused refused -> throw refused.failure();
    };
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

  private Settled settle(Tx tx, Entry entry, @Nullable Bearer target) {
    Accounts.Outcome outcome =
        target == null ? accounts.enter(tx, entry) : accounts.link(tx, target.user().id(), entry);
    return switch (outcome) {
      case Accounts.Outcome.Out out -> new Settled.Refused(out.failure());
      case Accounts.Outcome.In in ->
          new Settled.In(sessions.start(tx, in.user().id(), "oauth", entry.call().origin()));
    };
  }
}
