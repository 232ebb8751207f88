/** In charge of reading PostgreSQL's changes: slot, publication, pgoutput. */
@NullMarked
package dev.minibaas.realtime.postgres;

import org.jspecify.annotations.NullMarked;
