package dev.minibaas.realtime.access;

import dev.minibaas.realtime.access.TableAccess.ColumnAccess;
import dev.minibaas.realtime.access.TableAccess.Policy;
import dev.minibaas.realtime.filter.Truth;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A table as one role sees it, with its policies compiled for each identity of that role. */
final class Table {
  private static final int MAX_COMPILED = 100_000;
  private final TableAccess access;
  private final List<ColumnAccess> needed;
  private final Map<String, Compiled> compiled = new HashMap<>();

  /** Of one identity; empty terms are the database's. */
  private record Compiled(List<Optional<Term>> permissive, List<Optional<Term>> restrictive) {}

  Table(TableAccess access) {
    this.access = access;
    this.needed = access.needed();
  }

  TableAccess access() {
    return access;
  }

  List<ColumnAccess> needed() {
    return needed;
  }

  /** Whether the image has what the policies use. */
  boolean canJudge(Image image) {
    if (access.usesSystemColumns()) {
      return false;
    }
    for (ColumnAccess column : needed) {
      if (image.value(column.name()) == null) {
        return false;
      }
    }
    return true;
  }

  /**
   * What memory says of the image: shown, not shown, or unsure. One permissive policy is enough,
   * even where another one is an error to PostgreSQL.
   */
  Truth judge(Image image, String claims) {
    Compiled policies = compiled.get(claims);
    if (policies == null) {
      if (compiled.size() >= MAX_COMPILED) {
        compiled.clear();
      }
      policies = compile(claims);
      compiled.put(claims, policies);
    }
    Truth shown = Truth.FALSE;
    for (Optional<Term> policy : policies.permissive()) {
      Truth truth = judge(policy, image);
      if (truth == Truth.TRUE) {
        shown = truth;
        break;
      }
      if (truth == Truth.UNSURE) {
        shown = truth;
      }
    }
    for (Optional<Term> policy : policies.restrictive()) {
      if (shown == Truth.FALSE) {
        break;
      }
      Truth truth = judge(policy, image);
      if (truth != Truth.TRUE) {
        shown = truth;
      }
    }
    return shown;
  }

  /** Never null: that shows a row no more than false does. */
  private static Truth judge(Optional<Term> policy, Image image) {
    if (policy.isEmpty()) {
      return Truth.UNSURE;
    }
    Object value = policy.get().of(image);
    return value == Absent.UNSURE ? Truth.UNSURE : Truth.of(value.equals(true));
  }

  private Compiled compile(String claimsJson) {
    var claims = new Claims(claimsJson);
    List<Optional<Term>> permissive = new ArrayList<>();
    List<Optional<Term>> restrictive = new ArrayList<>();
    for (Policy policy : access.policies()) {
      var term = PolicyCompiler.compile(policy.condition(), access, claims);
      (policy.permissive() ? permissive : restrictive).add(term);
    }
    return new Compiled(permissive, restrictive);
  }
}
