package dev.minibaas.rest.plan;

import dev.minibaas.rest.error.RestError;
import dev.minibaas.rest.parse.Aggregate;
import dev.minibaas.rest.parse.Field;
import dev.minibaas.rest.parse.Filter;
import dev.minibaas.rest.parse.LogicTree;
import dev.minibaas.rest.parse.Operation;
import dev.minibaas.rest.parse.OrderTerm;
import dev.minibaas.rest.parse.RowRange;
import dev.minibaas.rest.parse.SelectItem;
import dev.minibaas.rest.schema.Column;
import dev.minibaas.rest.schema.Name;
import dev.minibaas.rest.schema.Relationship;
import dev.minibaas.rest.schema.SchemaCache;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Plans the tree of a read: what each node selects, filters, orders and embeds. */
final class ReadPlanner {
  private static final int MOST_BYTES_OF_A_NAME = 63;

  private final SchemaCache cache;
  private final RelationshipResolver relationships;
  private final Options options;
  private int cut;

  /**
   * @param maxRows of every node; null for no limit
   * @param formatsDomains whether domains take their outside form in the answer
   */
  record Options(
      String schema, @Nullable Long maxRows, boolean aggregates, boolean formatsDomains) {}

  ReadPlanner(SchemaCache cache, Options options) {
    this.cache = cache;
    this.options = options;
    this.relationships = new RelationshipResolver(cache, options.schema());
  }

  /**
   * A relation as its place in the tree is planned.
   *
   * @param relation the real one, whose columns and relationships count
   * @param from what is read: the relation, or what the statement made of it
   */
  record Place(
      Name relation,
      Name from,
      @Nullable String alias,
      RowShape shape,
      @Nullable Embedding embedding,
      int depth) {

    static Place root(SchemaCache cache, Name relation) {
      return new Place(relation, relation, null, RowShape.of(cache, relation), null, 0);
    }

    /** The root over the rows that the statement's first part wrote or returned. */
    static Place source(Name relation, RowShape shape) {
      return new Place(relation, Name.local("pgrst_source"), relation.name(), shape, null, 0);
    }

    /** What its own joins are called after. */
    String called() {
      return embedding == null ? relation.name() : embedding.resultName();
    }

    String sqlName() {
      return alias == null ? from.name() : alias;
    }
  }

  ReadNode plan(Place place, List<SelectItem> items, ReadRequest request) {
    List<ReadNode> children = new ArrayList<>();
    for (SelectItem item : items) {
      if (item instanceof SelectItem.Embed embed) {
        children.add(embed(place, embed, request.below(embed, items)));
      }
    }
    request.refuseStrays(items);
    List<Projection> select = projections(place, items, children);
    RowRange range = request.range().atMost(options.maxRows());
    return new ReadNode(
        place.from(),
        place.alias(),
        place.embedding(),
        select,
        conditions(place.shape(), request, children),
        orderings(place, request, children),
        range,
        children);
  }

  private ReadNode embed(Place parent, SelectItem.Embed embed, ReadRequest request) {
    Relationship relationship =
        relationships.resolve(parent.relation(), embed.relation(), embed.hint());
    if (embed.isSpread() && !relationship.isToOne()) {
      throw RestError.spread(parent.relation().name(), embed.relation());
    }
    int depth = parent.depth() + 1;
    Name target = relationship.foreignTable();
    String called = embed.alias() == null ? embed.relation() : embed.alias();
    Embedding embedding =
        new Embedding(
            relationship,
            embed.relation(),
            embed.alias(),
            alias(parent.called() + "_" + called, depth),
            parent.alias(),
            embed.join() == SelectItem.JoinType.INNER,
            null);
    Place place =
        new Place(
            target,
            target,
            alias(target.name(), depth),
            RowShape.of(cache, target),
            embedding,
            depth);
    if (!embed.isSpread()) {
      return plan(place, embed.items(), request);
    }
    return Spreading.of(plan(place, listed(place.shape(), embed.items()), request));
  }

  /** Every column by its name: those that are spread may have to form groups, one by one. */
  private static List<SelectItem> listed(RowShape shape, List<SelectItem> items) {
    List<SelectItem> listed = new ArrayList<>();
    for (SelectItem item : items) {
      boolean isRow =
          item instanceof SelectItem.Column column
              && column.field().isStar()
              && column.aggregate() == null;
      if (isRow && !shape.columns().isEmpty()) {
        for (Column each : shape.columns()) {
          listed.add(new SelectItem.Column(Field.of(each.name()), null, null, null, null));
        }
      } else {
        listed.add(item);
      }
    }
    return listed;
  }

  /**
   * PostgreSQL cuts names silently; two that are alike so far would be one, and conditions between
   * a relation and itself would compare each row with itself.
   */
  private String alias(String name, int depth) {
    String alias = name + "_" + depth;
    if (alias.getBytes(StandardCharsets.UTF_8).length <= MOST_BYTES_OF_A_NAME) {
      return alias;
    }
    cut++;
    int kept = Math.min(name.length(), MOST_BYTES_OF_A_NAME / 6);
    return name.substring(0, kept) + "_" + cut + "_" + depth;
  }

  private List<Projection> projections(
      Place place, List<SelectItem> items, List<ReadNode> children) {
    boolean aggregated =
        items.stream().anyMatch(i -> i instanceof SelectItem.Column c && c.aggregate() != null)
            || children.stream().anyMatch(Spreading::isAggregated);
    if (aggregated && !options.aggregates()) {
      throw RestError.aggregatesOff();
    }
    boolean formats = options.formatsDomains() && place.shape().hasRepresentations();
    List<Projection> select = new ArrayList<>();
    for (SelectItem item : items) {
      if (item instanceof SelectItem.Column column) {
        boolean isRow = column.field().isStar() && column.aggregate() == null;
        if (isRow && (aggregated || formats) && !place.shape().columns().isEmpty()) {
          for (Column each : place.shape().columns()) {
            select.add(projection(place.shape(), Field.of(each.name())));
          }
        } else {
          select.add(projection(place.shape(), column));
        }
      }
    }
    return select;
  }

  private Projection projection(RowShape shape, Field field) {
    return Projection.of(unformatted(shape.resolve(field)));
  }

  private Projection projection(RowShape shape, SelectItem.Column column) {
    FieldRef field = unformatted(shape.resolve(column.field()));
    String alias = column.alias();
    if (alias == null && !field.path().isEmpty() && column.aggregate() == null) {
      alias = field.resultName();
    }
    Aggregate aggregate = column.aggregate();
    return new Projection(field, alias, column.cast(), aggregate, column.aggregateCast());
  }

  private FieldRef unformatted(FieldRef field) {
    return options.formatsDomains()
        ? field
        : new FieldRef(
            field.name(), field.path(), field.viaJsonb(), field.type(), Column.Representation.NONE);
  }

  private static List<Condition> conditions(
      RowShape shape, ReadRequest request, List<ReadNode> children) {
    List<Condition> conditions = new ArrayList<>();
    for (LogicTree tree : request.logic()) {
      conditions.add(condition(shape, tree, children));
    }
    for (Filter filter : request.filters()) {
      conditions.add(condition(shape, filter, children));
    }
    return conditions;
  }

  static Condition condition(RowShape shape, LogicTree tree, List<ReadNode> children) {
    return switch (tree) {
      case LogicTree.Leaf(Filter filter) -> condition(shape, filter, children);
      case LogicTree.Branch(boolean negated, var connective, List<LogicTree> members) ->
          new Condition.Branch(
              negated,
              connective,
              members.stream().map(member -> condition(shape, member, children)).toList());
    };
  }

  static Condition condition(RowShape shape, Filter filter, List<ReadNode> children) {
    boolean isNullTest =
        filter.operation() instanceof Operation.Is is && is.truth() == Operation.Truth.NULL;
    if (isNullTest && filter.field().path().isEmpty()) {
      for (ReadNode child : children) {
        Embedding embedding = child.embedding();
        if (embedding != null && embedding.resultName().equals(filter.field().name())) {
          return new Condition.EmbedIsNull(filter.negated(), embedding.joinAlias());
        }
      }
    }
    return new Condition.Compare(
        shape.resolve(filter.field()), filter.negated(), filter.operation());
  }

  private static List<Ordering> orderings(
      Place place, ReadRequest request, List<ReadNode> children) {
    List<Ordering> orderings = new ArrayList<>();
    for (OrderTerm term : request.order()) {
      if (term.relation() == null) {
        orderings.add(ordering(place.shape(), term));
      } else {
        orderings.add(relatedOrdering(place, term, term.relation(), children));
      }
    }
    return orderings;
  }

  static Ordering ordering(RowShape shape, OrderTerm term) {
    return new Ordering(null, shape.resolve(term.field()), term.direction(), term.nulls());
  }

  private static Ordering relatedOrdering(
      Place place, OrderTerm term, String relation, List<ReadNode> children) {
    for (ReadNode child : children) {
      Embedding embedding = child.embedding();
      if (embedding != null && embedding.isCalled(relation)) {
        if (!embedding.relationship().isToOne()) {
          throw RestError.relatedOrder(place.relation().name(), relation);
        }
        FieldRef field = new RowShape(null, Map.of(), Map.of()).resolve(term.field());
        return new Ordering(embedding.joinAlias(), field, term.direction(), term.nulls());
      }
    }
    throw RestError.notEmbedded(relation);
  }
}
