/** What the registry says of a database, remembered for a while. */
@NullMarked
package dev.minibaas.query.registration;

import org.jspecify.annotations.NullMarked;
