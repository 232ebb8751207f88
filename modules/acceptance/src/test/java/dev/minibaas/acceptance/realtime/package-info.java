/** Changes and messages as they come to clients, by the platform's own protocol. */
@org.jspecify.annotations.NullMarked
package dev.minibaas.acceptance.realtime;
