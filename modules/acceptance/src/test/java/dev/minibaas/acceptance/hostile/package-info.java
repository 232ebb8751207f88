/**
 * In charge of what the platform must refuse: malformed requests, forged tokens, claimed
 * identities.
 */
@NullMarked
package dev.minibaas.acceptance.hostile;

import org.jspecify.annotations.NullMarked;
