/**
 * Flows that go by way of a mailbox or a phone: asking for a code or link, and bringing it back.
 */
@NullMarked
package dev.minibaas.auth.flow;

import org.jspecify.annotations.NullMarked;
