package dev.minibaas.realtime.channels;

import dev.minibaas.realtime.access.Identity;
import dev.minibaas.realtime.phoenix.JoinPayload;
import dev.minibaas.realtime.phoenix.Outgoing;
import java.util.List;
import java.util.Map;

/** The past broadcasts of private channels. */
public interface Replays {
  /**
   * What the identity may read of a private channel, oldest first; each with its id in the
   * metadata.
   *
   * @param channel without {@code realtime:}
   * @param headers of the request, names in small letters; policies see them
   * @throws dev.minibaas.platform.sql.SqlFailure when the database can't be asked
   */
  List<Outgoing.Broadcast> read(
      Identity identity, String channel, JoinPayload.Replay wanted, Map<String, String> headers);
}
