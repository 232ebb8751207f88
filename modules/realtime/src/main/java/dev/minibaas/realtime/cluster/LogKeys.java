package dev.minibaas.realtime.cluster;

import java.util.List;

/** The keys of the log. */
record LogKeys(byte[] stream, byte[] state, byte[] sequences, byte[] marks) {
  static final LogKeys INSTANCE =
      new LogKeys(key("stream"), key("state"), key("sequences"), key("marks"));

  List<byte[]> all() {
    return List.of(stream, state, sequences, marks);
  }

  List<byte[]> withReceipt(String key) {
    return List.of(stream, state, sequences, marks, key("receipt:" + key));
  }

  private static byte[] key(String name) {
    return Redis.bytes(Redis.PREFIX + name);
  }
}
