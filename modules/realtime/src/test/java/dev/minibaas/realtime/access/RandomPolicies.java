package dev.minibaas.realtime.access;

import java.util.List;
import java.util.Random;

/** Conditions as people write them, over the table of {@link PolicyDifferentialTest}. */
final class RandomPolicies {
  private final Random random;

  RandomPolicies(Random random) {
    this.random = random;
  }

  String condition(int depth) {
    int kind = depth == 0 ? 0 : random.nextInt(10);
    return switch (kind) {
      case 1, 2 -> "(%s and %s)".formatted(condition(depth - 1), condition(depth - 1));
      case 3, 4 -> "(%s or %s)".formatted(condition(depth - 1), condition(depth - 1));
      case 5 -> "(not %s)".formatted(condition(depth - 1));
      case 6 -> "(%s is %s)".formatted(condition(depth - 1), truth());
      default -> random.nextInt(12) == 0 ? beyondMemory() : simple();
    };
  }

  private String simple() {
    return switch (random.nextInt(14)) {
      case 0 -> "owner %s %s".formatted(equality(), uuid());
      case 1 -> "owner::text %s %s".formatted(equality(), text());
      case 2 -> "name %s %s".formatted(equality(), text());
      case 3 -> "tag %s %s".formatted(equality(), text());
      case 4 ->
          "n %s %s".formatted(comparison(), pick("0", "1", "-1", "5000000000", "big", "2::int8"));
      case 5 -> "big %s %s".formatted(comparison(), pick("0", "7", "n", "-9000000000"));
      case 6 -> "price %s %s".formatted(comparison(), pick("1.5", "0", "1.50", "n", "-2.25"));
      case 7 ->
          "at %s %s"
              .formatted(comparison(), pick("'2024-01-01 10:00:00+00'", "'2024-01-01 12:00+02'"));
      case 8 ->
          pick("ok", "not ok", "ok is true", "ok is not false", "ok = (n = 1)", "true", "false");
      case 9 -> "name in ('a', 'b''c', 'é', '')";
      case 10 -> "tag = any (array['a', %s])".formatted(pick("'x'", "null"));
      case 11 -> "n not in (1, 2, %s)".formatted(pick("3", "null"));
      case 12 ->
          "%s is %s"
              .formatted(pick("owner", "name", "n", "ok", "at", "tag"), pick("null", "not null"));
      default -> "%s %s %s".formatted(text(), equality(), text());
    };
  }

  private String beyondMemory() {
    return pick(
        "exists (select from access.teams t where t.member = auth.uid() and t.n = docs.n)",
        "access.is_friend(owner)",
        "name like 'a%'",
        "data ? 'a'",
        "(data ->> 'a') = name",
        "access.whole(docs)",
        "n / nullif(n - 1, n) > 0",
        "1 / n > 0",
        "length(name) > 1 and lower(tag) = 'a'",
        "feeling = 'happy'",
        "short = 'ab'",
        "'a' = any (list)",
        "owner = (select nullif(current_setting('request.jwt.claims', true), '')::json ->> 'sub')::uuid",
        "coalesce(name, 'a') = 'a'",
        "nullif(name, '') is distinct from tag",
        "name = E'back\\\\slash'",
        "name < 'b'",
        "tag::varchar(1) = 'a'");
  }

  private String uuid() {
    return pick(
        "auth.uid()",
        "(select auth.uid())",
        "(auth.jwt() ->> 'sub')::uuid",
        "(auth.jwt() ->> 'number')::uuid",
        "'00000000-0000-0000-0000-000000000001'",
        "(current_setting('request.jwt.claims', true)::json ->> 'sub')::uuid");
  }

  private String text() {
    return pick(
        "auth.role()",
        "(select auth.email())",
        "auth.uid()::text",
        "(auth.jwt() ->> 'org')",
        "(select auth.jwt() ->> 'org')",
        "(auth.jwt() -> 'app_metadata' ->> 'team')",
        "(auth.jwt() -> 'app_metadata' -> 'deep' ->> 'er')",
        "(auth.jwt() ->> 'app_metadata')",
        "(auth.jwt() ->> 'number')",
        "(current_setting('request.jwt.claims', true)::jsonb ->> 'org')",
        "current_setting('request.jwt.claims', true)::json ->> 'number'",
        "'a'",
        "'b''c'",
        "n::text",
        "name");
  }

  private String truth() {
    return pick("true", "not true", "false", "not false", "unknown", "not unknown", "null");
  }

  private String equality() {
    return pick("=", "=", "<>");
  }

  private String comparison() {
    return pick("=", "<>", "<", "<=", ">", ">=");
  }

  private String pick(String... from) {
    return List.of(from).get(random.nextInt(from.length));
  }
}
