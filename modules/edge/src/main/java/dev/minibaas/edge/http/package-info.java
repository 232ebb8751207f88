/** What a request and its response look like on either side of the gateway. */
@NullMarked
package dev.minibaas.edge.http;

import org.jspecify.annotations.NullMarked;
