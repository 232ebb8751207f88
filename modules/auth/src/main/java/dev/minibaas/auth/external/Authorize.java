package dev.minibaas.auth.external;

import dev.minibaas.auth.AuthConfig;
import dev.minibaas.auth.entity.OneTimeTokenType;
import dev.minibaas.auth.error.AuthFailure;
import dev.minibaas.auth.error.ErrorCode;
import dev.minibaas.auth.onetime.OneTimeTokens;
import dev.minibaas.auth.pkce.Challenge;
import dev.minibaas.auth.provider.Provider;
import dev.minibaas.auth.provider.ProviderFailure;
import dev.minibaas.auth.provider.Providers;
import dev.minibaas.auth.redirect.Redirects;
import dev.minibaas.auth.redirect.Referrer;
import dev.minibaas.auth.sql.Transactions;
import dev.minibaas.auth.sql.Tx;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Sends a user to a provider. */
public final class Authorize {
  private static final int MAX_PARAMETERS = 20;
  private static final int MAX_TEXT = 1024;

  /** Ours, and of no interest to a provider; the gateway's key least of all. */
  private static final Set<String> OWN =
      Set.of(
          "provider",
          "scopes",
          "redirect_to",
          "code_challenge",
          "code_challenge_method",
          "invite_token",
          "skip_http_redirect",
          "flow_type",
          "apikey");

  private final Providers providers;
  private final Redirects redirects;
  private final Transactions transactions;
  private final OneTimeTokens tokens;
  private final VisitSecrets secrets;
  private final Visits visits = new Visits();

  public Authorize(
      AuthConfig config,
      Providers providers,
      Redirects redirects,
      Transactions transactions,
      Clock clock) {
    this.providers = providers;
    this.redirects = redirects;
    this.transactions = transactions;
    this.tokens = new OneTimeTokens(config.otpLength(), config.mailFrequency(), clock);
    this.secrets = new VisitSecrets(config.jwt().secret());
  }

  /**
   * Where to send the user.
   *
   * @param query of the call
   * @param target the user that asks for another identity; null for somebody who signs in
   */
  String begin(Map<String, String> query, Referrer referrer, @Nullable UUID target) {
    Provider provider = providers.named(query.getOrDefault("provider", ""));
    Challenge challenge =
        Challenge.of(
            query.getOrDefault("code_challenge_method", ""),
            query.getOrDefault("code_challenge", ""));
    Map<String, String> extra = extra(query);
    prepare(provider);
    String inviteToken = query.getOrDefault("invite_token", "");
    Visits.Plan plan =
        new Visits.Plan(
            provider.config().name(),
            challenge,
            redirects.choose(referrer),
            inviteToken.isEmpty() ? null : inviteToken,
            target);
    Visits.Begun begun = transactions.in(tx -> begin(tx, plan));
    return provider.address(
        new Provider.Visit(
            begun.state().toString(),
            secrets.nonce(begun.state().toString()),
            VisitSecrets.challenge(begun.codeVerifier()),
            scopes(query.getOrDefault("scopes", "")),
            extra));
  }

  private Visits.Begun begin(Tx tx, Visits.Plan plan) {
    String invite = plan.inviteToken();
    if (invite != null && tokens.find(tx, invite, OneTimeTokenType.CONFIRMATION_TOKEN).isEmpty()) {
      throw AuthFailure.notFound(ErrorCode.USER_NOT_FOUND, "User identified by token not found");
    }
    return visits.begin(tx, plan);
  }

  private static void prepare(Provider provider) {
    try {
      provider.prepare();
    } catch (ProviderFailure failure) {
      throw new AuthFailure(
              500, ErrorCode.UNEXPECTED_FAILURE, "The provider can't be reached at the moment")
          .because(failure);
    }
  }

  private static Map<String, String> extra(Map<String, String> query) {
    Map<String, String> extra = new LinkedHashMap<>(query);
    extra.keySet().removeAll(OWN);
    boolean fits =
        extra.size() <= MAX_PARAMETERS
            && query.entrySet().stream()
                .flatMap(entry -> Stream.of(entry.getKey(), entry.getValue()))
                .allMatch(text ->
                    text.length() <= MAX_TEXT && text.chars().noneMatch(Character::isISOControl));
    if (!fits) {
      throw AuthFailure.invalid("There are too many parameters, or one of them can't be sent on");
    }
    return extra;
  }

  private static List<String> scopes(String text) {
    return Stream.of(text.split("[ ,]+")).filter(scope -> !scope.isEmpty()).toList();
  }
}
