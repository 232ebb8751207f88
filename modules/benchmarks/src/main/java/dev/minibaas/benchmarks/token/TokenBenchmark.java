package dev.minibaas.benchmarks.token;

import dev.minibaas.benchmarks.BenchUser;
import dev.minibaas.platform.caller.Caller;
import dev.minibaas.platform.caller.InvalidToken;
import dev.minibaas.platform.caller.TokenPolicy;
import dev.minibaas.platform.caller.TokenVerifier;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** One HS256 token shaped as GoTrue's, seen for the first time and seen again. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 15, time = 400, timeUnit = TimeUnit.MILLISECONDS)
@Fork(1)
public class TokenBenchmark {
  private static final String SECRET = "a-secret-of-the-benchmarks-0123456789abcdef";

  /** More than a verifier remembers (10,000): taken in turn, none is remembered when it recurs. */
  private static final int TOKENS = 24_000;

  private final TokenVerifier verifier = new TokenVerifier(TokenPolicy.hs256(SECRET));
  private final TokenVerifier knowing = new TokenVerifier(TokenPolicy.hs256(SECRET));
  private final String[] tokens = new String[TOKENS];
  private int next;

  /** JMH makes one for each fork. */
  public TokenBenchmark() {
    for (int i = 0; i < TOKENS; i++) {
      tokens[i] = BenchUser.token(SECRET, "session-" + i);
    }
  }

  /** Signature, JSON, times and audience, and the entry into the cache. */
  @Benchmark
  public Caller full() throws InvalidToken {
    next = (next + 1) % TOKENS;
    return verifier.verify(tokens[next]);
  }

  @Benchmark
  public Caller cached() throws InvalidToken {
    return knowing.verify(tokens[0]);
  }
}
