package dev.minibaas.rest.http;

import dev.minibaas.rest.parse.JsonText;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Where a token says its role: {@code .role}, {@code ."https://x/y".roles[0]}. */
final class RoleClaim implements Function<Map<String, Object>, @Nullable String> {
  private sealed interface Step {
    record Key(String name) implements Step {}

    record Index(int position) implements Step {}
  }

  private final List<Step> steps;

  private RoleClaim(List<Step> steps) {
    this.steps = steps;
  }

  /**
   * @throws IllegalArgumentException when it is no such path
   */
  static RoleClaim parse(String path) {
    List<Step> steps = new ArrayList<>();
    int position = 0;
    while (position < path.length()) {
      int end = end(path, position);
      steps.add(step(path, position, end));
      position = end;
    }
    return new RoleClaim(steps);
  }

  private static int end(String path, int start) {
    if (path.startsWith(".\"", start)) {
      return path.indexOf('"', start + 2) + 1;
    }
    if (path.charAt(start) == '[') {
      return path.indexOf(']', start) + 1;
    }
    int end = start + 1;
    while (end < path.length() && path.charAt(end) != '.' && path.charAt(end) != '[') {
      end++;
    }
    return end;
  }

  private static Step step(String path, int start, int end) {
    if (end <= start + 1) {
      throw new IllegalArgumentException("PGRST_JWT_ROLE_CLAIM_KEY is no path: " + path);
    }
    String step = path.substring(start, end);
    if (step.startsWith("[")) {
      return new Step.Index(Integer.parseInt(step.substring(1, step.length() - 1)));
    }
    if (!step.startsWith(".")) {
      throw new IllegalArgumentException("PGRST_JWT_ROLE_CLAIM_KEY is no path: " + path);
    }
    return new Step.Key(
        step.startsWith(".\"") ? step.substring(2, step.length() - 1) : step.substring(1));
  }

  @Override
  public @Nullable String apply(Map<String, Object> claims) {
    Object value = claims;
    for (Step step : steps) {
      value =
          switch (step) {
            case Step.Key(String name) -> value instanceof Map<?, ?> map ? map.get(name) : null;
            case Step.Index(int at) ->
                value instanceof List<?> list && at < list.size() ? list.get(at) : null;
          };
    }
    if (value == null) {
      return null;
    }
    String role = value instanceof String text ? text : json(value);
    return role.isEmpty() ? null : role;
  }

  private static String json(Object value) {
    StringBuilder out = new StringBuilder();
    JsonText.write(out, value);
    return out.toString();
  }
}
