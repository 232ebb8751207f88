/** The JSON that a caller sends to a service that speaks the envelope, read strictly. */
@NullMarked
package dev.minibaas.platform.body;

import org.jspecify.annotations.NullMarked;
