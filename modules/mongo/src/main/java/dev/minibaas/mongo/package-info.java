/** In charge of {@code /mongo/v1}: documents, each of which its owner alone sees. */
@NullMarked
package dev.minibaas.mongo;

import org.jspecify.annotations.NullMarked;
