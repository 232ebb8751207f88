/** In charge of real PostgreSQL servers from Maven artifacts: lasting ones and throw-away ones. */
@NullMarked
package dev.minibaas.devstack.postgres;

import org.jspecify.annotations.NullMarked;
