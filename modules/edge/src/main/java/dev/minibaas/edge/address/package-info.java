/** Addresses of clients: networks, and who may speak for another address. */
@NullMarked
package dev.minibaas.edge.address;

import org.jspecify.annotations.NullMarked;
