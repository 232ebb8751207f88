/**
 * In charge of {@code /realtime/v1} and {@code /realtime/ws}: changes of databases and messages of
 * clients, to every authorised subscriber, in order.
 */
@NullMarked
package dev.minibaas.realtime;

import org.jspecify.annotations.NullMarked;
