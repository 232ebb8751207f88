package dev.minibaas.realtime.hub;

import dev.minibaas.realtime.change.Position;
import java.time.Instant;
import java.util.UUID;

/**
 * An event as the own protocol tells it.
 *
 * @param topic where it is; of changes the first of the two topics
 * @param payload JSON text
 */
public record TopicEvent(
    UUID id,
    String topic,
    String type,
    long sequence,
    Instant time,
    Position position,
    String payload) {}
