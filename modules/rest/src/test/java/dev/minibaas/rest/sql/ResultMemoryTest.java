package dev.minibaas.rest.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.minibaas.rest.error.RestError;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongFunction;
import org.junit.jupiter.api.Test;

class ResultMemoryTest {
  private static final int MIB = 1 << 20;

  /** What a statement does whose result has this many bytes. */
  private static LongFunction<QueryRow> result(int size, List<Long> limits) {
    return limit -> {
      limits.add(limit);
      if (size > limit) {
        throw new ResultMemory.TooLarge(size);
      }
      return QueryRow.ofBody(new byte[size]);
    };
  }

  @Test
  void a_usual_result_is_asked_for_once_and_holds_what_it_has() {
    ResultMemory memory = new ResultMemory(32 * MIB, 64 * MIB, 10);
    List<Long> limits = new ArrayList<>();
    try (ResultMemory.Lease lease = memory.lease()) {
      lease.fetch(result(3000, limits));

      assertThat(limits).containsExactly(4L * MIB);
      assertThat(memory.freeUnits()).isEqualTo(64 * 1024 - 3);
    }
    assertThat(memory.freeUnits()).isEqualTo(64 * 1024);
  }

  @Test
  void a_large_one_is_asked_for_again_when_there_is_room_for_it() {
    ResultMemory memory = new ResultMemory(32 * MIB, 64 * MIB, 10);
    List<Long> limits = new ArrayList<>();
    try (ResultMemory.Lease lease = memory.lease()) {
      assertThat(lease.fetch(result(8 * MIB, limits)).body()).hasSize(8 * MIB);
      assertThat(limits).containsExactly(4L * MIB, 9L * MIB);
      assertThat(memory.freeUnits()).isEqualTo(56 * 1024);
    }
  }

  @Test
  void one_beyond_the_limit_is_refused_and_holds_nothing() {
    ResultMemory memory = new ResultMemory(MIB, 2 * MIB, 10);
    List<Long> limits = new ArrayList<>();
    try (ResultMemory.Lease lease = memory.lease()) {
      assertThatThrownBy(() -> lease.fetch(result(MIB + 1, limits)))
          .isInstanceOfSatisfying(RestError.class, e -> assertThat(e.code()).isEqualTo("PGRSTX01"));
      assertThat(limits).containsExactly((long) MIB);
      assertThat(memory.freeUnits()).isEqualTo(2 * 1024);
    }
  }

  @Test
  void when_everything_is_taken_small_results_still_come_and_large_ones_are_told_to_wait() {
    ResultMemory memory = new ResultMemory(4 * MIB, 4 * MIB, 10);
    try (ResultMemory.Lease large = memory.lease();
        ResultMemory.Lease small = memory.lease();
        ResultMemory.Lease late = memory.lease()) {
      large.fetch(result(4 * MIB, new ArrayList<>()));

      assertThat(small.fetch(result(1000, new ArrayList<>())).body()).hasSize(1000);
      assertThatThrownBy(() -> late.fetch(result(MIB, new ArrayList<>())))
          .isInstanceOfSatisfying(RestError.class, e -> assertThat(e.code()).isEqualTo("PGRSTX02"));
    }
    assertThat(memory.freeUnits()).isEqualTo(4 * 1024);
  }

  @Test
  void what_another_failure_leaves_is_given_back_when_the_request_ends() {
    ResultMemory memory = new ResultMemory(4 * MIB, 8 * MIB, 10);
    try (ResultMemory.Lease lease = memory.lease()) {
      assertThatThrownBy(() ->
              lease.fetch(limit -> {
                throw RestError.notFound();
              }))
          .isInstanceOf(RestError.class);
    }
    assertThat(memory.freeUnits()).isEqualTo(8 * 1024);
  }
}
