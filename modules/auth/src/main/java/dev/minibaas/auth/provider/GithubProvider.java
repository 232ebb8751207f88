package dev.minibaas.auth.provider;

import dev.minibaas.auth.json.JsonValues;
import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** GitHub, which has OAuth 2.0 and an API of its own, but no ID tokens. */
public final class GithubProvider implements Provider {
  private static final List<String> SCOPES = List.of("user:email");

  private final ProviderConfig config;
  private final ProviderCalls calls;
  private final String api;

  GithubProvider(ProviderConfig config, ProviderCalls calls) {
    this.config = config;
    this.calls = calls;
    // an own server has its API beside its pages
    this.api =
        config.url().equals(ProvidersConfig.GITHUB)
            ? "https://api.github.com"
            : config.url() + "/api/v3";
  }

  @Override
  public ProviderConfig config() {
    return config;
  }

  @Override
  public void prepare() {
    // its addresses are known
  }

  @Override
  public String address(Visit visit) {
    return Address.of(
        config.url() + "/login/oauth/authorize",
        config,
        visit,
        Map.of("scope", Address.scope(SCOPES, visit.scopes())));
  }

  @Override
  public Visitor receive(String code, String codeVerifier, String nonce) {
    Map<String, String> form = new LinkedHashMap<>();
    form.put("client_id", config.clientId());
    form.put("client_secret", config.secret());
    form.put("code", code);
    form.put("redirect_uri", config.redirectUri());
    form.put("code_verifier", codeVerifier);
    JsonValue tokens = calls.post(config.url() + "/login/oauth/access_token", form, Map.of());
    // a refusal comes with status 200 there
    String accessToken =
        tokens instanceof JsonObject json ? ProviderUser.token(json, "access_token") : "";
    if (accessToken.isEmpty()) {
      throw new ProviderFailure("GitHub gave no token for the code");
    }
    return new Visitor(user(accessToken), accessToken, null);
  }

  private ProviderUser user(String accessToken) {
    Map<String, String> headers = Map.of("Authorization", "Bearer " + accessToken);
    if (!(calls.get(api + "/user", headers) instanceof JsonObject user)
        || !(user.get("id") instanceof JsonNumber id)) {
      throw new ProviderFailure("GitHub answered no user");
    }
    JsonObject claims =
        JsonValues.object()
            .add("name", ProviderUser.text(user, "name"))
            .add("picture", ProviderUser.text(user, "avatar_url"))
            .add("preferred_username", ProviderUser.text(user, "login"))
            .build();
    return ProviderUser.of(
        api,
        id.bigIntegerValue().toString(),
        emails(calls.get(api + "/user/emails", headers)),
        claims);
  }

  /** The main address first. */
  private static List<ProviderUser.Address> emails(JsonValue answer) {
    List<ProviderUser.Address> emails = new ArrayList<>();
    if (answer instanceof JsonArray array) {
      for (JsonValue element : array) {
        if (element instanceof JsonObject entry) {
          int place = entry.get("primary") == JsonValue.TRUE ? 0 : emails.size();
          ProviderUser.address(
                  ProviderUser.text(entry, "email"), entry.get("verified") == JsonValue.TRUE)
              .ifPresent(address -> emails.add(place, address));
        }
      }
    }
    return emails;
  }
}
