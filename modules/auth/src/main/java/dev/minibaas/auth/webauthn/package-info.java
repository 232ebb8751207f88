/** WebAuthn's two ceremonies, for passkeys and for second factors alike. */
@NullMarked
package dev.minibaas.auth.webauthn;

import org.jspecify.annotations.NullMarked;
