/** SQL over several registered databases, which a Trino server runs for the service role. */
@NullMarked
package dev.minibaas.query.federation;

import org.jspecify.annotations.NullMarked;
