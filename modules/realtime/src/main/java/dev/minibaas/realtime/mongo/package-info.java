/** In charge of reading the changes of MongoDB's documents. */
@NullMarked
package dev.minibaas.realtime.mongo;

import org.jspecify.annotations.NullMarked;
