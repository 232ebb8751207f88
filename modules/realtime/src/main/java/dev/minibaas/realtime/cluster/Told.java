package dev.minibaas.realtime.cluster;

import dev.minibaas.realtime.postgres.TellAgain;
import java.util.concurrent.CompletableFuture;

/** What a source has told, on its way into the log. */
sealed interface Told {
  /** Roughly what it occupies. */
  int size();

  /**
   * @param where completed with from where the log is to be told, or with a {@link TellAgain}
   */
  record Begun(long from, long head, CompletableFuture<Long> where) implements Told {
    Begun(long from, long head) {
      this(from, head, new CompletableFuture<>());
    }

    @Override
    public int size() {
      return 32;
    }
  }

  /**
   * A change, or that the catalog has changed.
   *
   * @param topic by which it is counted; empty if it isn't
   */
  record Changed(long commit, int index, String topic, byte[] body) implements Told {
    @Override
    public int size() {
      return 64 + topic.length() + body.length;
    }
  }

  record Reached(long commit) implements Told {
    @Override
    public int size() {
      return 32;
    }
  }
}
