package dev.minibaas.auth.provider;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An identity provider that users are sent to. */
public sealed interface Provider permits OidcProvider, GithubProvider {

  /**
   * What the user is sent along with.
   *
   * @param state comes back with the user
   * @param codeChallenge S256, of a secret that stays here
   * @param scopes beyond those that are always asked for
   * @param extra parameters that the client wants the provider to see
   */
  record Visit(
      String state,
      String nonce,
      String codeChallenge,
      List<String> scopes,
      Map<String, String> extra) {}

  /** What a visit brought. */
  record Visitor(ProviderUser user, String accessToken, @Nullable String refreshToken) {

    /** The tokens stay out of logs. */
    @Override
    public String toString() {
      return "Visitor[" + user.subject() + "]";
    }
  }

  ProviderConfig config();

  /** Asks the provider for what it takes to send somebody there. */
  void prepare();

  /** Where to send the user. */
  String address(Visit visit);

  /** Who came back with a code. */
  Visitor receive(String code, String codeVerifier, String nonce);
}
