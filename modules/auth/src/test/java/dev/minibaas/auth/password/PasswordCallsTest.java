package dev.minibaas.auth.password;

import static dev.minibaas.auth.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.minibaas.auth.AuthConfig;
import dev.minibaas.auth.error.ErrorCode;
import dev.minibaas.auth.error.ErrorContext;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class PasswordCallsTest {
  private static final ErrorContext CONTEXT = new ErrorContext(null, "request-1");

  @Test
  void moreCallsThanMayWaitAreSentAwayAtOnce() throws Exception {
    CountDownLatch gate = new CountDownLatch(1);
    CountDownLatch entered = new CountDownLatch(3);
    try (PasswordCalls calls = new PasswordCalls(new AuthConfig.Password(8, List.of(), 1, 2))) {
      List<CompletableFuture<?>> running =
          List.of(
              held(calls, entered, gate), held(calls, entered, gate), held(calls, entered, gate));
      entered.await();

      assertRefused(429, ErrorCode.OVER_REQUEST_RATE_LIMIT, () -> held(calls, entered, gate));
      gate.countDown();
      // what was let in ends, each with its own failure: there is no JAX-RS here to answer with
      running.forEach(call -> assertThat(call.handle((answer, failure) -> true).join()).isTrue());
    }
  }

  private static CompletableFuture<?> held(
      PasswordCalls calls, CountDownLatch entered, CountDownLatch gate) {
    CompletionStage<?> stage =
        calls.answer(
            CONTEXT,
            () -> {
              entered.countDown();
              try {
                gate.await();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
              throw new IllegalStateException("done");
            });
    return stage.toCompletableFuture();
  }
}
