/** In charge of real clients: programs of others that speak to the platform as they ship. */
@NullMarked
package dev.minibaas.acceptance.client;

import org.jspecify.annotations.NullMarked;
