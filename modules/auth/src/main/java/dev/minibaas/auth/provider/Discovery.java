package dev.minibaas.auth.provider;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.net.URI;

/**
 * What an issuer says of itself (OpenID Connect Discovery 1.0).
 *
 * @param userinfo empty when it has none
 * @param secretInBody whether the client's secret goes into the form instead of a header
 */
record Discovery(
    String issuer,
    String authorization,
    String token,
    String jwks,
    String userinfo,
    boolean secretInBody) {

  static String addressOf(String issuer) {
    String base = issuer.endsWith("/") ? issuer.substring(0, issuer.length() - 1) : issuer;
    return base + "/.well-known/openid-configuration";
  }

  /** Believed only if it speaks of the issuer that was asked for. */
  static Discovery of(JsonValue document, String issuer) {
    if (!(document instanceof JsonObject json) || !text(json, "issuer").equals(issuer)) {
      throw new ProviderFailure("the discovery document of " + issuer + " is of another issuer");
    }
    return new Discovery(
        issuer,
        endpoint(json, "authorization_endpoint", issuer),
        endpoint(json, "token_endpoint", issuer),
        endpoint(json, "jwks_uri", issuer),
        json.containsKey("userinfo_endpoint") ? endpoint(json, "userinfo_endpoint", issuer) : "",
        isSecretInBody(json));
  }

  private static String endpoint(JsonObject json, String name, String issuer) {
    String url = text(json, name);
    URI uri = uri(url, name);
    boolean web = "https".equals(uri.getScheme()) || "http".equals(uri.getScheme());
    if (!web || uri.getHost() == null) {
      throw new ProviderFailure(name + " of " + issuer + " is no address: " + url);
    }
    // what begins encrypted stays encrypted
    if (issuer.startsWith("https:") && !"https".equals(uri.getScheme())) {
      throw new ProviderFailure(name + " of " + issuer + " is not encrypted: " + url);
    }
    return url;
  }

  private static URI uri(String url, String name) {
    try {
      return URI.create(url);
    } catch (IllegalArgumentException e) {
      throw new ProviderFailure(name + " is no address: " + url, e);
    }
  }

  private static boolean isSecretInBody(JsonObject json) {
    return json.get("token_endpoint_auth_methods_supported") instanceof JsonArray methods
        && methods.stream().noneMatch(method -> is(method, "client_secret_basic"))
        && methods.stream().anyMatch(method -> is(method, "client_secret_post"));
  }

  private static boolean is(JsonValue value, String text) {
    return value instanceof JsonString string && string.getString().equals(text);
  }

  private static String text(JsonObject json, String name) {
    return json.get(name) instanceof JsonString string ? string.getString() : "";
  }
}
