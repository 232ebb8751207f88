package dev.minibaas.realtime.mongo;

/**
 * What a source is about.
 *
 * @param reason why nothing is read; empty when something is. Everyone may read it.
 */
public record MongoSourceState(Kind kind, String reason) {
  public static final MongoSourceState NOT_CONFIGURED =
      new MongoSourceState(Kind.OFF, "MONGO_URI is not set");
  static final MongoSourceState STARTING = new MongoSourceState(Kind.DOWN, "it is starting");
  static final MongoSourceState WAITING = new MongoSourceState(Kind.WAITING, "another node reads");
  static final MongoSourceState READING = new MongoSourceState(Kind.READING, "");
  static final MongoSourceState NO_STREAMS =
      new MongoSourceState(
          Kind.OFF, "this server has no change streams: MongoDB has them as a replica set only");
  static final MongoSourceState NO_MONGO = new MongoSourceState(Kind.DOWN, "MongoDB can't be read");
  static final MongoSourceState NO_POSTGRES =
      new MongoSourceState(Kind.DOWN, "PostgreSQL doesn't take the changes");
  static final MongoSourceState CLOSED = new MongoSourceState(Kind.OFF, "it is closed");

  /** Whether changes come. */
  public enum Kind {
    /** And nothing will change that by itself. */
    OFF,
    /** Being tried again. */
    DOWN,
    /** This node takes over when the one that reads is gone. */
    WAITING,
    READING
  }
}
