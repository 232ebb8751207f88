package dev.minibaas.realtime.hub;

import dev.minibaas.realtime.change.Change;
import dev.minibaas.realtime.own.Publication;
import java.time.Instant;
import java.util.UUID;

/** What stands in the log. */
public sealed interface Event {
  /** An object with no more than a field. */
  int OBJECT_BYTES = 16;

  /** A publication's object with its id and time, each of which is one. */
  int PUBLISHED_BYTES = 24 + 32 + 24;

  /** Roughly what it occupies, in bytes. */
  int size();

  /** A row of a published table has changed; among them rows of {@code realtime.messages}. */
  record RowChanged(Change change) implements Event {
    @Override
    public int size() {
      return OBJECT_BYTES + change.size();
    }
  }

  /** A client has published. */
  record Published(UUID id, Publication publication, Instant time) implements Event {
    /** Whether the client that published it thinks it no longer worth telling. */
    public boolean isExpired(Instant now) {
      Integer ttl = publication.ttlMillis();
      return ttl != null && now.isAfter(time.plusMillis(ttl));
    }

    @Override
    public int size() {
      return PUBLISHED_BYTES + publication.size();
    }
  }

  /** Policies, grants or tables have changed. */
  record CatalogChanged() implements Event {
    @Override
    public int size() {
      return OBJECT_BYTES;
    }
  }
}
