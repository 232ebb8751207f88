/** In charge of a server that speaks MongoDB's wire protocol: a lasting one and throw-away ones. */
@NullMarked
package dev.minibaas.devstack.mongo;

import org.jspecify.annotations.NullMarked;
