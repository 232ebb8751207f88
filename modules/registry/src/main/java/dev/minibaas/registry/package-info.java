/**
 * Databases that tenants have registered: who may see a registration, how its credentials are kept,
 * and the internal call by which other services get them.
 */
@NullMarked
package dev.minibaas.registry;

import org.jspecify.annotations.NullMarked;
