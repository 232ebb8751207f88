package dev.minibaas.auth.external;

import dev.minibaas.auth.provider.ProviderUser;
import dev.minibaas.auth.request.Call;

/**
 * Somebody whom a provider has identified.
 *
 * @param emailOptional whether they need no address
 * @param redirectTo where a mail to them leads
 */
record Entry(
    String provider, boolean emailOptional, ProviderUser user, Call call, String redirectTo) {}
