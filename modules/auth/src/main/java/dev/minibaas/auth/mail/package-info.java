/** Mails: asked for in the transaction that is their reason, sent from the outbox after it. */
@NullMarked
package dev.minibaas.auth.mail;

import org.jspecify.annotations.NullMarked;
