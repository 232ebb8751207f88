/** Keys of access tokens: kept sealed, published, changed for new ones while the service runs. */
@NullMarked
package dev.minibaas.auth.key;

import org.jspecify.annotations.NullMarked;
