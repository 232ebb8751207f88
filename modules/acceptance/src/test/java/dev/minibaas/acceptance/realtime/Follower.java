package dev.minibaas.acceptance.realtime;

import dev.minibaas.acceptance.http.Account;
import dev.minibaas.acceptance.http.Api;
import dev.minibaas.acceptance.realtime.Ledger.Got;
import dev.minibaas.acceptance.realtime.Ledger.Row;
import dev.minibaas.acceptance.realtime.Speech.Heard;
import jakarta.json.JsonObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** A client that comes back, to any of its servers, whenever its connection is gone. */
final class Follower implements Runnable {
  private final List<Api> servers;
  private final String apikey;
  private final Account account;
  private final Speech speech;
  private final Random random;
  private final List<Got> got = new ArrayList<>();
  private final List<String> odd = new ArrayList<>();
  private @Nullable String position;
  private int connections;
  private int begun;
  private final List<String> gaps = new ArrayList<>();
  private volatile boolean stopped;

  Follower(List<Api> servers, String apikey, Account account, Speech speech, long seed) {
    this.servers = servers;
    this.apikey = apikey;
    this.account = account;
    this.speech = speech;
    this.random = new Random(seed);
  }

  Account account() {
    return account;
  }

  synchronized List<Got> got() {
    return List.copyOf(got);
  }

  synchronized List<Row> rows() {
    return got.stream().map(Got::row).toList();
  }

  /** What should not have come. */
  synchronized List<String> odd() {
    return List.copyOf(odd);
  }

  /** What it was told of them, and when. */
  synchronized List<String> gaps() {
    return List.copyOf(gaps);
  }

  /** How many connections have begun to be served. */
  synchronized int begun() {
    return begun;
  }

  void stop() {
    stopped = true;
  }

  @Override
  public void run() {
    while (!stopped) {
      try {
        follow(System.nanoTime() + (500 + random.nextInt(3000)) * 1_000_000L);
      } catch (CompletionException | InterruptedException e) {
        // the server is down, or the connection broke: it comes back
        pause();
      }
    }
  }

  private static void pause() {
    try {
      Thread.sleep(100);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void follow(long end) throws InterruptedException {
    Api server = servers.get(random.nextInt(servers.size()));
    String token = account.accessToken();
    try (var socket = new Socket(server, speech.path(apikey, token))) {
      socket.say(speech.question(token, position));
      synchronized (this) {
        connections++;
      }
      boolean served = true;
      while (served && !stopped && !socket.isClosed() && !isOver(end)) {
        JsonObject message = socket.poll(100);
        served = message == null || take(speech.heard(message));
      }
    }
  }

  /** One that has nothing stays: it would have no place to go on from. */
  private boolean isOver(long end) {
    return System.nanoTime() - end > 0 && !got.isEmpty();
  }

  @Override
  public synchronized String toString() {
    return "%d rows over %d of %d connections to %d servers, gaps %s, last position %s, odd %s"
        .formatted(got.size(), begun, connections, servers.size(), gaps, position, odd);
  }

  /** Returns false if it has to come again. */
  private synchronized boolean take(Heard heard) {
    switch (heard) {
      case Heard.Row(JsonObject columns, String place) -> {
        position = place;
        var row =
            new Row(columns.getInt("writer"), columns.getInt("n"), columns.getString("owner"));
        got.add(new Got(row, connections, System.nanoTime()));
      }
      case Heard.Begun() -> begun++;
      case Heard.Gap(JsonObject message) ->
          gaps.add("%s after %d rows: %s".formatted(Instant.now(), got.size(), message));
      case Heard.Odd(JsonObject message) -> odd.add(message.toString());
      case Heard.Nothing() -> {
        // as it should be
      }
      case Heard.Later() -> {
        return false;
      }
    }
    return true;
  }
}
