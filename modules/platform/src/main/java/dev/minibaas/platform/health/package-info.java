/** Liveness and readiness of one service, in the platform's shape, from its MicroProfile checks. */
@NullMarked
package dev.minibaas.platform.health;

import org.jspecify.annotations.NullMarked;
