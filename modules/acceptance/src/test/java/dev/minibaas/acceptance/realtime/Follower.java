package dev.minibaas.acceptance.realtime;

import dev.minibaas.acceptance.http.Account;
import dev.minibaas.acceptance.stack.Platform;
import jakarta.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** A client that comes back with its last position whenever its connection is gone. */
final class Follower implements Runnable {
  /** One row as it came. */
  record Got(int writer, int n, String owner, int connection) {}

  private final Platform platform;
  private final Account account;
  private final Random random;
  private final List<Got> got = new ArrayList<>();
  private final List<String> odd = new ArrayList<>();
  private @Nullable String position;
  private int connections;
  private volatile boolean stopped;

  Follower(Platform platform, Account account, long seed) {
    this.platform = platform;
    this.account = account;
    this.random = new Random(seed);
  }

  Account account() {
    return account;
  }

  synchronized List<Got> got() {
    return List.copyOf(got);
  }

  /** Gaps and errors, of which there should be none. */
  synchronized List<String> odd() {
    return List.copyOf(odd);
  }

  synchronized int connections() {
    return connections;
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
    String path = "/realtime/v1?apikey=" + platform.anonKey() + "&token=" + account.accessToken();
    try (var socket = new Socket(platform.api(), path)) {
      String options = position == null ? "{}" : "{'resume_from':'" + position + "'}";
      socket.say(
          "{'type':'SUBSCRIBE','sub_id':'s','topic':'pg/rt_log/inserted','options':"
              + options
              + "}");
      synchronized (this) {
        connections++;
      }
      while (!stopped && System.nanoTime() < end && !socket.isClosed()) {
        JsonObject message = socket.poll(100);
        if (message != null) {
          take(message);
        }
      }
    }
  }

  private synchronized void take(JsonObject message) {
    switch (message.getString("type")) {
      case "EVENT" -> {
        JsonObject event = message.getJsonObject("event");
        JsonObject row = event.getJsonObject("payload").getJsonObject("data");
        position = event.getString("position");
        got.add(
            new Got(row.getInt("writer"), row.getInt("n"), row.getString("owner"), connections));
      }
      case "AUTH_OK", "SUBSCRIBED" -> {
        // as it should be
      }
      default -> odd.add(message.toString());
    }
  }
}
