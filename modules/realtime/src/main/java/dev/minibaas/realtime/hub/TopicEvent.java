package dev.minibaas.realtime.hub;

import dev.minibaas.realtime.change.Position;
import dev.minibaas.realtime.json.JsonText;
import java.time.Instant;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** An event as the own protocol tells it; its text is made once, for all who get it. */
public final class TopicEvent {
  private final UUID id;
  private final String topic;
  private final String type;
  private final long sequence;
  private final Instant time;
  private final Position position;
  private final Supplier<String> payload;
  private volatile @Nullable String json;

  /**
   * @param topic where it is; of changes the first of the two topics
   * @param payload JSON text
   */
  public TopicEvent(
      UUID id,
      String topic,
      String type,
      long sequence,
      Instant time,
      Position position,
      Supplier<String> payload) {
    this.id = id;
    this.topic = topic;
    this.type = type;
    this.sequence = sequence;
    this.time = time;
    this.position = position;
    this.payload = payload;
  }

  public UUID id() {
    return id;
  }

  public String topic() {
    return topic;
  }

  public String type() {
    return type;
  }

  public long sequence() {
    return sequence;
  }

  public Instant time() {
    return time;
  }

  public Position position() {
    return position;
  }

  public String payload() {
    return payload.get();
  }

  /**
   * {@code
   * {"event_id":…,"topic":…,"event_type":…,"sequence":…,"timestamp":…,"position":…,"payload":…}}.
   */
  public String json() {
    String made = json;
    if (made == null) {
      made = render();
      json = made;
    }
    return made;
  }

  private String render() {
    String content = payload();
    StringBuilder out = new StringBuilder(content.length() + 256);
    out.append("{\"event_id\":\"").append(id).append("\",\"topic\":");
    JsonText.quote(out, topic);
    out.append(",\"event_type\":");
    JsonText.quote(out, type);
    out.append(",\"sequence\":").append(sequence);
    out.append(",\"timestamp\":\"").append(time);
    out.append("\",\"position\":\"").append(position);
    return out.append("\",\"payload\":").append(content).append('}').toString();
  }
}
