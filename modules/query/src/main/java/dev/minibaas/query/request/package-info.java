/** The body of a call: its action by any of the names that clients know, and what it acts on. */
@NullMarked
package dev.minibaas.query.request;

import org.jspecify.annotations.NullMarked;
