package dev.minibaas.realtime.access;

import java.util.Map;

/**
 * What an identity may do in a private channel, as the policies of {@code realtime.messages} say.
 */
public interface ChannelRights {
  /**
   * @param topic the channel's name, without {@code realtime:}
   * @param headers of the request, names in small letters; policies see them
   * @throws dev.minibaas.platform.sql.SqlFailure when the database can't be asked
   */
  Rights rights(Identity identity, String topic, Map<String, String> headers);

  /**
   * Whether it may send a broadcast without being in the channel, which it may not be able to read.
   *
   * @throws dev.minibaas.platform.sql.SqlFailure when the database can't be asked
   */
  boolean mayBroadcast(Identity identity, String topic, Map<String, String> headers);

  /** Of one identity in one channel. */
  record Rights(
      boolean readBroadcast, boolean readPresence, boolean writeBroadcast, boolean writePresence) {
    /** In a public channel. */
    public static final Rights ALL = new Rights(true, true, true, true);

    public boolean reads() {
      return readBroadcast || readPresence;
    }
  }
}
