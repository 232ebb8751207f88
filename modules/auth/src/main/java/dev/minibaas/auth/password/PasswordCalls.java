package dev.minibaas.auth.password;

import dev.minibaas.auth.AuthConfig;
import dev.minibaas.auth.error.AuthFailure;
import dev.minibaas.auth.error.ErrorCode;
import dev.minibaas.auth.error.ErrorContext;
import dev.minibaas.auth.error.FailureMapper;
import dev.minibaas.platform.web.RequestIds;
import jakarta.ws.rs.core.Response;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Runs the calls that may have to hash on threads of their own.
 *
 * <p>They wait for each other there. On the server's threads, of which there are few, they would
 * make everybody wait.
 */
public final class PasswordCalls implements AutoCloseable {
  private static final int IDLE_SECONDS = 10;

  private final ThreadPoolExecutor threads;

  public PasswordCalls(AuthConfig.Password config) {
    // no queue: a call has a thread, though most of these wait for one of the few workers
    this.threads =
        new ThreadPoolExecutor(
            0,
            config.workers() + config.waiting(),
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            PasswordCalls::thread);
  }

  /** The work's answer, or that of its failure; 429 at once when too many calls wait already. */
  public CompletionStage<Response> answer(ErrorContext context, Supplier<Response> work) {
    String id = RequestIds.current();
    try {
      return CompletableFuture.supplyAsync(() -> RequestIds.within(id, work), threads)
          .exceptionally(failure -> FailureMapper.answer(own(failure), context));
    } catch (RejectedExecutionException e) {
      throw AuthFailure.tooManyRequests(
          ErrorCode.OVER_REQUEST_RATE_LIMIT, "Request rate limit reached");
    }
  }

  private static Throwable own(Throwable failure) {
    Throwable cause = failure.getCause();
    return failure instanceof CompletionException && cause != null ? cause : failure;
  }

  private static Thread thread(Runnable work) {
    Thread thread = new Thread(work, "auth-password");
    thread.setDaemon(true);
    // whoever happens to start the thread: it must see this application's libraries
    thread.setContextClassLoader(PasswordCalls.class.getClassLoader());
    return thread;
  }

  /** Lets the running calls end. */
  @Override
  public void close() {
    threads.shutdown();
  }
}
