package dev.minibaas.realtime.hub;

import dev.minibaas.realtime.change.Change;
import dev.minibaas.realtime.own.Publication;
import java.time.Instant;
import java.util.UUID;

/** What stands in the log. */
public sealed interface Event {
  /** A row of a published table has changed; among them rows of {@code realtime.messages}. */
  record RowChanged(Change change) implements Event {}

  /** A client has published. */
  record Published(UUID id, Publication publication, Instant time) implements Event {
    /** Whether the client that published it thinks it no longer worth telling. */
    public boolean isExpired(Instant now) {
      Integer ttl = publication.ttlMillis();
      return ttl != null && now.isAfter(time.plusMillis(ttl));
    }
  }

  /** Policies, grants or tables have changed. */
  record CatalogChanged() implements Event {}
}
