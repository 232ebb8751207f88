package dev.minibaas.rest.sql;

import dev.minibaas.platform.sql.Sql;
import dev.minibaas.rest.parse.Aggregate;
import dev.minibaas.rest.plan.Condition;
import dev.minibaas.rest.plan.Embedding;
import dev.minibaas.rest.plan.Embedding.SpreadColumn;
import dev.minibaas.rest.plan.FieldRef;
import dev.minibaas.rest.plan.Projection;
import dev.minibaas.rest.plan.ReadNode;
import dev.minibaas.rest.schema.Name;
import dev.minibaas.rest.schema.Relationship;
import dev.minibaas.rest.schema.Relationship.Computed;
import dev.minibaas.rest.schema.Relationship.Keyed;
import dev.minibaas.rest.schema.Relationship.ManyToMany;
import dev.minibaas.rest.schema.Relationship.Pair;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The SELECT of a tree of relations: each embed is a lateral join on its parent. */
final class ReadSql {
  private ReadSql() {}

  static void select(Sql sql, ReadNode node) {
    select(sql, node, null);
  }

  /** What a node's rows are called. */
  private static Name called(ReadNode node) {
    return node.alias() == null ? node.from() : Name.local(node.alias());
  }

  private static void select(Sql sql, ReadNode node, @Nullable ReadNode parent) {
    SelectList list = new SelectList(sql, called(node));
    sql.append("SELECT ");
    node.select().forEach(list::column);
    node.children().forEach(list::embed);
    list.finish(node.select().isEmpty() && node.children().isEmpty());
    from(sql, node, parent);
    for (ReadNode child : node.children()) {
      join(sql, child, node);
    }
    where(sql, node, parent);
    if (node.isAggregated()) {
      list.groupBy();
    }
    Fragments.order(sql, called(node), node.order());
    Fragments.range(sql, node.range());
  }

  private static void from(Sql sql, ReadNode node, @Nullable ReadNode parent) {
    sql.append(" FROM ");
    Relationship relationship = relationship(node);
    if (relationship instanceof Computed computed && parent != null) {
      Fragments.name(sql, computed.function());
      sql.append("(").identifier(called(parent).name()).append("::");
      Fragments.name(sql, computed.table());
      sql.append(")");
    } else {
      Fragments.name(sql, node.from());
    }
    if (node.alias() != null) {
      sql.append(" AS ").identifier(node.alias());
    }
    if (relationship instanceof ManyToMany many) {
      sql.append(", ");
      Fragments.name(sql, many.junction());
    }
  }

  private static @Nullable Relationship relationship(ReadNode node) {
    Embedding embedding = node.embedding();
    return embedding == null ? null : embedding.relationship();
  }

  private static void where(Sql sql, ReadNode node, @Nullable ReadNode parent) {
    Sql conditions = new Sql();
    Fragments.all(conditions, called(node), node.where());
    if (parent != null) {
      joinConditions(conditions, node, parent);
    }
    if (!conditions.isEmpty()) {
      sql.append(" WHERE ").append(conditions);
    }
  }

  private static void joinConditions(Sql sql, ReadNode node, ReadNode parent) {
    switch (relationship(node)) {
      case Keyed keyed -> equal(sql, called(parent), called(node), keyed.pairs());
      case ManyToMany many -> {
        equal(sql, called(parent), many.junction(), many.pairs());
        equal(sql, called(node), many.junction(), many.foreignPairs());
      }
      case Computed ignored -> {
        // the function is given the parent's row
      }
      case null -> throw new IllegalArgumentException("a root has no parent");
    }
  }

  private static void equal(Sql sql, Name left, Name right, List<Pair> pairs) {
    for (Pair pair : pairs) {
      sql.append(sql.isEmpty() ? "" : " AND ");
      Fragments.column(sql, left, pair.column());
      sql.append(" = ");
      Fragments.column(sql, right, pair.foreignColumn());
    }
  }

  private static void join(Sql sql, ReadNode child, ReadNode parent) {
    Embedding embedding = child.embedding();
    if (embedding == null) {
      throw new IllegalArgumentException("a child is embedded");
    }
    String alias = embedding.joinAlias();
    sql.append(embedding.isInner() ? " INNER JOIN LATERAL ( " : " LEFT JOIN LATERAL ( ");
    boolean aggregates = !embedding.relationship().isToOne();
    if (aggregates) {
      sql.append("SELECT json_agg(").identifier(alias).append(")::jsonb AS ").identifier(alias);
      sql.append(" FROM ( ");
    }
    select(sql, child, parent);
    if (aggregates) {
      sql.append(" ) AS ").identifier(alias);
    }
    sql.append(" ) AS ").identifier(alias).append(" ON ");
    if (aggregates && embedding.isInner()) {
      sql.identifier(alias).append(" IS NOT NULL");
    } else {
      sql.append("TRUE");
    }
  }

  /** The rows that a count counts: the root's filters, and what embeds demand. */
  static void count(Sql sql, ReadNode node) {
    count(sql, node, null);
  }

  private static void count(Sql sql, ReadNode node, @Nullable ReadNode parent) {
    sql.append("SELECT 1");
    from(sql, node, parent);
    Sql conditions = matching(node);
    if (parent != null) {
      joinConditions(conditions, node, parent);
    }
    if (!conditions.isEmpty()) {
      sql.append(" WHERE ").append(conditions);
    }
  }

  /** A node's own filters, and that rows of its inner embeds exist. */
  private static Sql matching(ReadNode node) {
    Sql conditions = new Sql();
    for (Condition condition : node.where()) {
      conditions.append(conditions.isEmpty() ? "" : " AND ");
      countCondition(conditions, node, condition);
    }
    for (ReadNode child : node.children()) {
      if (child.embedding() != null && child.embedding().isInner()) {
        conditions.append(conditions.isEmpty() ? "EXISTS (" : " AND EXISTS (");
        count(conditions, child, node);
        conditions.append(")");
      }
    }
    return conditions;
  }

  /**
   * Whole rows of a node that match its filters and belong to a matching row of its parent.
   *
   * @param ancestors the nearest first
   */
  static void wholeRows(Sql sql, ReadNode node, List<ReadNode> ancestors) {
    sql.append("SELECT ");
    Fragments.column(sql, called(node), "*");
    sql.append(" FROM ");
    Fragments.name(sql, node.from());
    if (node.alias() != null) {
      sql.append(" AS ").identifier(node.alias());
    }
    Sql conditions = matching(node);
    if (!ancestors.isEmpty()) {
      conditions.append(conditions.isEmpty() ? "EXISTS (" : " AND EXISTS (");
      parents(conditions, node, ancestors);
      conditions.append(")");
    }
    if (!conditions.isEmpty()) {
      sql.append(" WHERE ").append(conditions);
    }
  }

  private static void parents(Sql sql, ReadNode node, List<ReadNode> ancestors) {
    ReadNode parent = ancestors.get(0);
    sql.append("SELECT 1 FROM ");
    Fragments.name(sql, parent.from());
    if (parent.alias() != null) {
      sql.append(" AS ").identifier(parent.alias());
    }
    if (relationship(node) instanceof ManyToMany many) {
      sql.append(", ");
      Fragments.name(sql, many.junction());
    }
    Sql conditions = matching(parent);
    joinConditions(conditions, node, parent);
    sql.append(" WHERE ").append(conditions);
    if (ancestors.size() > 1) {
      sql.append(" AND EXISTS (");
      parents(sql, parent, ancestors.subList(1, ancestors.size()));
      sql.append(")");
    }
  }

  private static void countCondition(Sql sql, ReadNode node, Condition condition) {
    switch (condition) {
      case Condition.Compare compare -> Fragments.condition(sql, called(node), compare);
      case Condition.EmbedIsNull(boolean negated, String alias) -> {
        sql.append(negated ? "EXISTS (" : "NOT EXISTS (");
        count(sql, child(node, alias), node);
        sql.append(")");
      }
      case Condition.Branch branch -> {
        sql.append(branch.negated() ? "NOT (" : "(");
        for (int i = 0; i < branch.members().size(); i++) {
          sql.append(i == 0 ? "" : " " + branch.connective().word() + " ");
          countCondition(sql, node, branch.members().get(i));
        }
        sql.append(")");
      }
    }
  }

  private static ReadNode child(ReadNode node, String alias) {
    for (ReadNode child : node.children()) {
      if (child.embedding() != null && child.embedding().joinAlias().equals(alias)) {
        return child;
      }
    }
    throw new IllegalArgumentException("no embed is joined as " + alias);
  }

  /** A select list as it grows, and which of its items form groups. */
  private static final class SelectList {
    private final Sql sql;
    private final Name relation;
    private int size;
    private final List<Integer> groups = new ArrayList<>();

    SelectList(Sql sql, Name relation) {
      this.sql = sql;
      this.relation = relation;
    }

    private void next(boolean isAggregate) {
      sql.append(size == 0 ? "" : ", ");
      size++;
      if (!isAggregate) {
        groups.add(size);
      }
    }

    void column(Projection item) {
      next(item.aggregate() != null);
      aggregated(item.aggregate(), item.aggregateCast(), () -> plain(item));
      FieldRef field = item.field();
      boolean formatted = field.representation().toJson() != null && item.cast() == null;
      if (item.alias() != null) {
        sql.append(" AS ").identifier(item.alias());
      } else if (item.aggregate() != null) {
        sql.append(" AS ").identifier(item.aggregate().word());
      } else if (formatted) {
        sql.append(" AS ").identifier(field.name());
      }
    }

    private void plain(Projection item) {
      FieldRef field = item.field();
      String toJson = field.representation().toJson();
      if (item.aggregate() == Aggregate.COUNT && field.isStar()) {
        sql.append("*");
      } else if (field.isStar() && item.cast() == null) {
        Fragments.column(sql, relation, field.name());
      } else if (item.cast() != null) {
        sql.append("CAST( ");
        Fragments.field(sql, relation, field);
        sql.append(" AS ").append(TypeName.sql(item.cast())).append(" )");
      } else if (toJson != null && item.aggregate() == null) {
        sql.append(toJson).append("(");
        Fragments.field(sql, relation, field);
        sql.append(")");
      } else {
        Fragments.field(sql, relation, field);
      }
    }

    private void aggregated(
        @Nullable Aggregate aggregate, @Nullable String cast, Runnable argument) {
      if (aggregate == null) {
        argument.run();
        return;
      }
      sql.append(cast == null ? "" : "CAST( ").append(aggregate.name()).append("(");
      argument.run();
      sql.append(")");
      if (cast != null) {
        sql.append(" AS ").append(TypeName.sql(cast)).append(" )");
      }
    }

    void embed(ReadNode child) {
      Embedding embedding = child.embedding();
      if (embedding == null || !embedding.isSpread() && child.isEmpty()) {
        return;
      }
      String alias = embedding.joinAlias();
      if (embedding.isSpread()) {
        embedding.spreadColumns().forEach(column -> spread(alias, column));
      } else if (embedding.relationship().isToOne()) {
        next(false);
        sql.append("row_to_json(").identifier(alias).append(".*)::jsonb AS ");
        sql.identifier(embedding.resultName());
      } else {
        next(false);
        sql.append("COALESCE( ").identifier(alias).append(".").identifier(alias);
        sql.append(", '[]') AS ").identifier(embedding.resultName());
      }
    }

    private void spread(String joinAlias, SpreadColumn column) {
      next(column.aggregate() != null);
      Runnable argument =
          column.column().equals("*") && column.aggregate() != null
              ? () -> sql.append("*")
              : () -> Fragments.column(sql, Name.local(joinAlias), column.column());
      aggregated(column.aggregate(), column.aggregateCast(), argument);
      if (!column.alias().equals("*")) {
        sql.append(" AS ").identifier(column.alias());
      }
    }

    /** A node that shows nothing still needs its rows. */
    void finish(boolean selectsRows) {
      if (size == 0 && selectsRows) {
        Fragments.column(sql, relation, "*");
      }
    }

    void groupBy() {
      for (int i = 0; i < groups.size(); i++) {
        sql.append(i == 0 ? " GROUP BY " : ", ").append(String.valueOf(groups.get(i)));
      }
    }
  }
}
