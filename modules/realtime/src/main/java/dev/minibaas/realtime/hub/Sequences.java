package dev.minibaas.realtime.hub;

import java.util.LinkedHashMap;
import java.util.Map;

/** Counts the events of each topic; forgets the topic that was silent for longest. */
final class Sequences {
  private static final int MAX_TOPICS = 100_000;

  private final Map<String, Long> counts =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
          return size() > MAX_TOPICS;
        }
      };

  /** Of the topic's latest event; 0 when it had none. */
  long current(String topic) {
    return counts.getOrDefault(topic, 0L);
  }

  void set(String topic, long count) {
    counts.put(topic, count);
  }
}
