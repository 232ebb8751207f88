package dev.minibaas.rest.legal;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.IntFunction;

/** Choices that a seed decides. */
final class Dice {
  private final Random random;

  Dice(long seed) {
    // neighbouring seeds begin alike without this
    this.random = new Random(seed * 0x9E3779B97F4A7C15L);
  }

  boolean oneIn(int times) {
    return random.nextInt(times) == 0;
  }

  int upTo(int most) {
    return random.nextInt(most + 1);
  }

  int between(int least, int most) {
    return least + random.nextInt(most - least + 1);
  }

  <T> T of(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }

  @SafeVarargs
  final <T> T of(T... choices) {
    return choices[random.nextInt(choices.length)];
  }

  /** At most {@code most} of them, each once. */
  <T> List<T> some(Collection<T> all, int most) {
    List<T> shuffled = new ArrayList<>(all);
    Collections.shuffle(shuffled, random);
    return shuffled.subList(0, Math.min(shuffled.size(), upTo(most)));
  }

  <T> List<T> times(int count, IntFunction<T> make) {
    List<T> made = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      made.add(make.apply(i));
    }
    return made;
  }
}
