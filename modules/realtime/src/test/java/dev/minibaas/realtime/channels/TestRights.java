package dev.minibaas.realtime.channels;

import dev.minibaas.realtime.access.ChannelRights;
import dev.minibaas.realtime.access.Identity;
import java.util.HashMap;
import java.util.Map;

/** Rights by role; who isn't named has none. */
final class TestRights implements ChannelRights {
  static final Rights NONE = new Rights(false, false, false, false);

  private final Map<String, Rights> byRole = new HashMap<>();

  void give(String role, Rights rights) {
    byRole.put(role, rights);
  }

  @Override
  public Rights rights(Identity identity, String topic, Map<String, String> headers) {
    return byRole.getOrDefault(identity.role(), NONE);
  }

  @Override
  public boolean mayBroadcast(Identity identity, String topic, Map<String, String> headers) {
    return rights(identity, topic, headers).writeBroadcast();
  }
}
