package dev.minibaas.realtime.own;

import dev.minibaas.platform.caller.Caller;
import dev.minibaas.realtime.topic.Topic;
import dev.minibaas.realtime.topic.TopicPattern;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a caller's token lets it do with topics. Rows of a table are judged besides, one by one.
 *
 * @param namespaces first segments of its topics; null for all
 */
public record TopicRights(
    @Nullable Set<String> namespaces, boolean canPublish, boolean canSubscribe) {
  /** Where changes of databases are told: nobody may make one up. */
  private static final Set<String> OF_DATABASES = Set.of("pg", "mongo");

  private static final String ALL = "*";

  public TopicRights {
    namespaces = namespaces == null ? null : Set.copyOf(namespaces);
  }

  public static TopicRights of(Caller caller) {
    if (caller.isService()) {
      return new TopicRights(null, true, true);
    }
    boolean canPublish =
        !caller.role().equals(Caller.ANON)
            && Boolean.TRUE.equals(caller.claims().get("can_publish"));
    Object canSubscribe = caller.claims().getOrDefault("can_subscribe", true);
    return new TopicRights(
        namespaces(caller.claims().get("namespaces")),
        canPublish,
        Boolean.TRUE.equals(canSubscribe));
  }

  /** An empty list means all, as no list does; what isn't a list of texts means none. */
  private static @Nullable Set<String> namespaces(@Nullable Object claim) {
    if (claim == null || (claim instanceof Collection<?> list && list.isEmpty())) {
      return null;
    }
    Set<String> names = new HashSet<>();
    if (claim instanceof Collection<?> list) {
      for (Object name : list) {
        if (name instanceof String text) {
          names.add(text);
        }
      }
    }
    return names.contains(ALL) ? null : names;
  }

  public boolean mayPublish(Topic topic) {
    return canPublish
        && !OF_DATABASES.contains(topic.namespace())
        && (namespaces == null || namespaces.contains(topic.namespace()));
  }

  /** A pattern that spans every namespace takes the right to every one. */
  public boolean maySubscribe(TopicPattern pattern) {
    return canSubscribe && (namespaces == null || namespaces.contains(pattern.namespace()));
  }
}
