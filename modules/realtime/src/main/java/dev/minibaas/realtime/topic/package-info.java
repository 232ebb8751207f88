/**
 * Topics of the platform's own protocol and the patterns by which clients subscribe to them: {@code
 * chat/room} is that topic, {@code chat/} every topic below, in {@code chat/*} the star is one
 * segment, and {@code chat/**} is {@code chat} with all below it.
 */
@NullMarked
package dev.minibaas.realtime.topic;

import org.jspecify.annotations.NullMarked;
