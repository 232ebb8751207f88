package dev.minibaas.realtime.mongo;

/** Tells how the changes of documents are doing. */
@FunctionalInterface
public interface MongoSourceStatus {
  MongoSourceState state();
}
