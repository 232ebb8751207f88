package dev.minibaas.auth.off;

import dev.minibaas.auth.error.AuthFailure;
import dev.minibaas.auth.error.ErrorCode;
import dev.minibaas.auth.request.RequestBody;
import dev.minibaas.auth.session.SessionAnswer;
import java.util.List;

/** The refusals of what is switched off. */
public final class SwitchedOff {
  private static final List<String> CHAINS = List.of("solana", "ethereum");

  private SwitchedOff() {}

  static AuthFailure saml() {
    return AuthFailure.notFound(ErrorCode.SAML_PROVIDER_DISABLED, "SAML 2.0 is disabled");
  }

  static AuthFailure oauthServer() {
    return AuthFailure.notFound(ErrorCode.FEATURE_DISABLED, "OAuth server is disabled");
  }

  static AuthFailure customProviders() {
    return AuthFailure.notFound(ErrorCode.FEATURE_DISABLED, "Custom OAuth providers are disabled");
  }

  /** {@code grant_type=web3}. */
  public static SessionAnswer web3(RequestBody body) {
    String chain = body.text("chain");
    if (!CHAINS.contains(chain)) {
      throw AuthFailure.badRequest(ErrorCode.WEB3_UNSUPPORTED_CHAIN, "Unsupported chain");
    }
    throw AuthFailure.unprocessable(ErrorCode.WEB3_PROVIDER_DISABLED, "Web3 provider is disabled");
  }
}
