package dev.minibaas.auth.provider;

import java.util.List;

/**
 * Settings of one provider.
 *
 * @param clientIds the first asks; ID tokens for any of them count
 * @param redirectUri where the provider sends users back to
 * @param url its issuer, or, of GitHub, its address
 * @param skipNonceCheck whether an ID token that a client brings needs no nonce
 * @param emailOptional whether users without an address are let in
 */
public record ProviderConfig(
    String name,
    boolean enabled,
    List<String> clientIds,
    String secret,
    String redirectUri,
    String url,
    boolean skipNonceCheck,
    boolean emailOptional) {

  String clientId() {
    return clientIds.get(0);
  }

  @Override
  public String toString() {
    return "ProviderConfig[" + name + ", enabled=" + enabled + ", secret=***]";
  }
}
