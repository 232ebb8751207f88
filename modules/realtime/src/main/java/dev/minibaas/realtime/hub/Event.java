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
  record Published(UUID id, Publication publication, Instant time) implements Event {}

  /** Policies, grants or tables have changed. */
  record CatalogChanged() implements Event {}
}
