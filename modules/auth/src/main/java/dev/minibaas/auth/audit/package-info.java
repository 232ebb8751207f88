/** The audit log: who did what, when, from where. */
@NullMarked
package dev.minibaas.auth.audit;

import org.jspecify.annotations.NullMarked;
