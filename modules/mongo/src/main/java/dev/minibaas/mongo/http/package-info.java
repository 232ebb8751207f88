/** In charge of HTTP: routes, parameters, bodies, the envelope. */
@NullMarked
package dev.minibaas.mongo.http;

import org.jspecify.annotations.NullMarked;
