package dev.minibaas.acceptance.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.minibaas.acceptance.stack.Database;
import dev.minibaas.acceptance.stack.Platform;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Results of the size of the heap and more: each is refused or comes whole, and the server lives.
 */
class LargeResultIT {
  @RegisterExtension static final Platform PLATFORM = Platform.shared();

  private static final int MIB = 1 << 20;
  private static final int AT_ONCE = 16;

  private record Seen(int status, long bytes, String beginning) {}

  @BeforeAll
  static void createFunction() throws InterruptedException {
    Database database = PLATFORM.database();
    database.execute(
        """
        create or replace function public.large_text(bytes int) returns text stable language sql
          as $$ select repeat('x', bytes) $$;
        grant execute on function public.large_text(int) to anon;
        notify pgrst, 'reload schema';
        """);
    for (int i = 0; i < 100 && ask(10).status() != 200; i++) {
      Thread.sleep(100);
    }
  }

  @Test
  void results_beyond_the_limit_are_refused_also_many_at_once() throws Exception {
    for (Seen seen : atOnce(() -> ask(100 * MIB))) {
      assertThat(seen.status()).isEqualTo(400);
      assertThat(seen.beginning()).contains("\"code\":\"PGRSTX01\"", "REST_MAX_RESULT_BYTES");
    }
    assertAlive();
  }

  @Test
  void results_within_it_come_whole_or_are_told_to_wait() throws Exception {
    int bytes = 30 * MIB;
    int whole = 0;
    for (Seen seen : atOnce(() -> ask(bytes))) {
      if (seen.status() == 200) {
        assertThat(seen.bytes()).isEqualTo(bytes + 2);
        whole++;
      } else {
        assertThat(seen.status()).isEqualTo(503);
        assertThat(seen.beginning()).contains("\"code\":\"PGRSTX02\"");
      }
    }
    assertThat(whole).isPositive();
    assertAlive();
  }

  private static void assertAlive() throws Exception {
    assertThat(ask(10).status()).isEqualTo(200);
    assertThat(String.join("\n", PLATFORM.instance().serverLog()))
        .doesNotContain("OutOfMemoryError");
  }

  private static List<Seen> atOnce(Callable<Seen> request) throws Exception {
    List<Seen> seen = new ArrayList<>();
    try (ExecutorService clients = Executors.newFixedThreadPool(AT_ONCE)) {
      List<Future<Seen>> answers = new ArrayList<>();
      for (int i = 0; i < AT_ONCE; i++) {
        answers.add(clients.submit(request));
      }
      for (Future<Seen> answer : answers) {
        seen.add(answer.get());
      }
    }
    return seen;
  }

  /** Reads an answer to its end and keeps only how it begins. */
  private static Seen ask(int bytes) {
    HttpRequest request =
        HttpRequest.newBuilder(
                URI.create(PLATFORM.api().base() + "/rest/v1/rpc/large_text?bytes=" + bytes))
            .header("apikey", PLATFORM.anonKey())
            .build();
    try (HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
      HttpResponse<InputStream> answer =
          client.send(request, HttpResponse.BodyHandlers.ofInputStream());
      try (InputStream body = answer.body()) {
        byte[] beginning = body.readNBytes(500);
        long rest = body.transferTo(OutputStream.nullOutputStream());
        return new Seen(
            answer.statusCode(),
            beginning.length + rest,
            new String(beginning, StandardCharsets.UTF_8));
      }
    } catch (IOException e) {
      throw new AssertionError("no answer", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }
}
