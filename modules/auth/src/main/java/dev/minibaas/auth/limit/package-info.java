/** How often something may be asked for: from one address, or by all together. */
@NullMarked
package dev.minibaas.auth.limit;

import org.jspecify.annotations.NullMarked;
