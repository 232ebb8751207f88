package dev.minibaas.realtime.access;

import dev.minibaas.realtime.change.TableName;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the catalogue says of a table and a role.
 *
 * @param usable whether the role may use the schema
 * @param policed whether row-level security applies to the role
 * @param allPowerful whether the role bypasses row-level security everywhere
 * @param policies for reading that apply to the role, in PostgreSQL's order of evaluation: from the
 *     last name to the first, which shows where one of them is an error
 * @param known the functions of {@code auth} whose definition is the platform's own
 */
record TableAccess(
    TableName name,
    boolean usable,
    boolean policed,
    boolean allPowerful,
    List<ColumnAccess> columns,
    List<Policy> policies,
    Set<String> known) {
  TableAccess {
    columns = List.copyOf(columns);
    policies = List.copyOf(policies);
    known = Set.copyOf(known);
  }

  /**
   * @param type its name in the catalogue; of a domain, that of what it is based on
   * @param cast the type itself in SQL, with its schema
   * @param builtIn whether values of that type name are PostgreSQL's own and compare as texts do
   */
  record ColumnAccess(
      String name,
      String type,
      String cast,
      boolean domain,
      boolean builtIn,
      boolean readable,
      boolean key) {}

  /**
   * @param condition as PostgreSQL writes it, with every name outside of pg_catalog qualified
   * @param columns it uses
   * @param wholeRow whether it uses the row as such
   * @param system whether it uses columns that no image has
   */
  record Policy(
      boolean permissive, String condition, Set<String> columns, boolean wholeRow, boolean system) {
    Policy {
      columns = Set.copyOf(columns);
    }
  }

  /** The columns of the primary key. */
  Set<String> keyNames() {
    Set<String> key = new HashSet<>();
    for (ColumnAccess column : columns) {
      if (column.key()) {
        key.add(column.name());
      }
    }
    return key;
  }

  @Nullable ColumnAccess column(String column) {
    for (ColumnAccess candidate : columns) {
      if (candidate.name().equals(column)) {
        return candidate;
      }
    }
    return null;
  }

  boolean isReadable(String column) {
    ColumnAccess found = column(column);
    return found != null && found.readable();
  }

  boolean hasReadableColumn() {
    return columns.stream().anyMatch(ColumnAccess::readable);
  }

  List<ColumnAccess> key() {
    return columns.stream().filter(ColumnAccess::key).toList();
  }

  /** What an image must have for the policies to be judged by it. */
  List<ColumnAccess> needed() {
    boolean all = policies.stream().anyMatch(Policy::wholeRow);
    return columns.stream()
        // a domain may refuse the null that stands for what isn't needed
        .filter(column -> all || column.domain() || isUsed(column.name()))
        .toList();
  }

  boolean usesSystemColumns() {
    return policies.stream().anyMatch(Policy::system);
  }

  private boolean isUsed(String column) {
    return policies.stream().anyMatch(policy -> policy.columns().contains(column));
  }

  /** All policies together, as one condition of SQL; without a permissive one nothing is shown. */
  String condition() {
    String permissive = joined(true, " or ");
    String restrictive = joined(false, " and ");
    if (permissive.isEmpty()) {
      return "false";
    }
    return restrictive.isEmpty() ? permissive : restrictive + " and (" + permissive + ")";
  }

  private String joined(boolean permissive, String by) {
    return String.join(
        by,
        policies.stream()
            .filter(policy -> policy.permissive() == permissive)
            .map(policy -> "(" + policy.condition() + ")")
            .toList());
  }
}
