package dev.minibaas.realtime.channels;

import dev.minibaas.realtime.phoenix.ClientEvent;

/**
 * A channel. A public and a private one of the same name have nothing to do with each other.
 *
 * @param name without {@code realtime:}
 */
record ChannelKey(String name, boolean isPrivate) {
  /** As clients write it. */
  String topic() {
    return ClientEvent.CHANNEL_PREFIX + name;
  }
}
