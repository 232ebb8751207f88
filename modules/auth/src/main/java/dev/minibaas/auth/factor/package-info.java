/** Second factors: enrolled, challenged, proved; a session that has proved one rises to aal2. */
@NullMarked
package dev.minibaas.auth.factor;

import org.jspecify.annotations.NullMarked;
