package dev.minibaas.realtime.channels;

import dev.minibaas.realtime.phoenix.Frame;
import dev.minibaas.realtime.phoenix.Outgoing;
import dev.minibaas.realtime.phoenix.Serializer;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * A message that is the same for all members of a channel; written once for each form of frames.
 */
final class SharedFrame {
  private final Outgoing message;
  private final Map<Serializer, Optional<Frame>> frames = new EnumMap<>(Serializer.class);

  SharedFrame(Outgoing message) {
    this.message = message;
  }

  /** Empty when clients of this form can't be told. */
  synchronized Optional<Frame> in(Serializer serializer) {
    return frames.computeIfAbsent(serializer, form -> form.write(message));
  }
}
