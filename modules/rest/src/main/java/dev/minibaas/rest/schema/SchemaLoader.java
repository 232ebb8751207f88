package dev.minibaas.rest.schema;

import dev.minibaas.rest.schema.Column.Representation;
import dev.minibaas.rest.schema.Relationship.Cardinality;
import dev.minibaas.rest.schema.Relationship.Computed;
import dev.minibaas.rest.schema.Relationship.Keyed;
import dev.minibaas.rest.schema.Relationship.Pair;
import dev.minibaas.rest.schema.ViewColumns.ColumnOf;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Builds the schema cache from the catalogue, in one read-only transaction. */
public final class SchemaLoader {
  private final CatalogueReader catalogue;
  private final List<String> exposed;
  private final List<String> traced;

  private final Map<Name, Table> tables = new LinkedHashMap<>();
  private final Map<Long, Name> namesByOid = new HashMap<>();
  private final Map<Long, Map<Integer, String>> columnsByNumber = new HashMap<>();

  private SchemaLoader(CatalogueReader catalogue, List<String> exposed, List<String> extra) {
    this.catalogue = catalogue;
    this.exposed = exposed;
    this.traced = new ArrayList<>(exposed);
    traced.addAll(extra);
  }

  /**
   * @param exposed the schemas that requests may name
   * @param extra schemas on the search path, whose views are looked through
   */
  public static SchemaCache load(Connection connection, List<String> exposed, List<String> extra)
      throws SQLException {
    connection.setAutoCommit(false);
    try {
      return new SchemaLoader(CatalogueReader.begin(connection), exposed, extra).load();
    } finally {
      connection.rollback();
      connection.setAutoCommit(true);
    }
  }

  private SchemaCache load() throws SQLException {
    readTables();
    Map<Name, List<Set<String>>> uniques = readKeys();
    List<Keyed> foreignKeys = readForeignKeys(uniques);
    ViewColumns views = new ViewColumns(readOrigins());
    keyViews(views);
    Map<Name, Map<String, String>> computedColumns = new HashMap<>();
    List<Computed> computed = readFunctionsOverRows(computedColumns);
    return new SchemaCache(
        Map.copyOf(tables),
        new RelationshipFinder(tables, views, exposed).find(foreignKeys, computed),
        RoutineReader.read(catalogue, exposed),
        computedColumns,
        readHandlers(),
        readRoles(),
        readTimezones(),
        readSchemaComments());
  }

  private void readTables() throws SQLException {
    Map<Long, Representation> representations = readRepresentations();
    Map<Name, Map<String, Column>> columns = new HashMap<>();
    catalogue.rows(
        CatalogueQueries.COLUMNS,
        row -> {
          Name name = new Name(row.getString("schema"), row.getString("relation"));
          Map<String, Column> those = columns.computeIfAbsent(name, n -> new LinkedHashMap<>());
          namesByOid.put(row.getLong("oid"), name);
          if (row.getString("name") != null) {
            those.put(row.getString("name"), column(row, representations));
            columnsByNumber
                .computeIfAbsent(row.getLong("oid"), o -> new HashMap<>())
                .put(row.getInt("number"), row.getString("name"));
          }
          tables.put(name, table(row, name, those));
        });
  }

  private static Table table(ResultSet row, Name name, Map<String, Column> columns)
      throws SQLException {
    return new Table(
        name,
        row.getString("relation_comment"),
        row.getBoolean("is_view"),
        row.getBoolean("insertable"),
        row.getBoolean("updatable"),
        row.getBoolean("deletable"),
        List.of(),
        columns);
  }

  private static Column column(ResultSet row, Map<Long, Representation> representations)
      throws SQLException {
    int length = row.getInt("max_length");
    Integer maxLength = row.wasNull() ? null : (Integer) length;
    return new Column(
        row.getString("name"),
        row.getString("comment"),
        row.getBoolean("nullable"),
        row.getString("data_type"),
        row.getString("nominal_type"),
        row.getString("cast_type"),
        maxLength,
        row.getString("default_value"),
        CatalogueReader.texts(row, "labels"),
        representations.getOrDefault(row.getLong("type_oid"), Representation.NONE));
  }

  private Map<Long, Representation> readRepresentations() throws SQLException {
    Map<Long, Representation> found = new HashMap<>();
    catalogue.rows(
        CatalogueQueries.REPRESENTATIONS,
        row -> {
          String function = row.getString("function");
          Representation part =
              row.getBoolean("is_source")
                  ? new Representation(function, null, null)
                  : row.getString("other").equals("json")
                      ? new Representation(null, function, null)
                      : new Representation(null, null, function);
          found.merge(row.getLong("domain"), part, SchemaLoader::merged);
        });
    return found;
  }

  private static Representation merged(Representation a, Representation b) {
    return new Representation(
        a.toJson() == null ? b.toJson() : a.toJson(),
        a.fromJson() == null ? b.fromJson() : a.fromJson(),
        a.fromText() == null ? b.fromText() : a.fromText());
  }

  /** Gives tables their primary keys; returns all unique sets of columns. */
  private Map<Name, List<Set<String>>> readKeys() throws SQLException {
    Map<Name, List<Set<String>>> uniques = new HashMap<>();
    catalogue.rows(
        CatalogueQueries.KEYS,
        row -> {
          Name name = new Name(row.getString("schema"), row.getString("relation"));
          List<String> columns = CatalogueReader.texts(row, "columns");
          uniques.computeIfAbsent(name, n -> new ArrayList<>()).add(new HashSet<>(columns));
          if (row.getBoolean("is_primary")) {
            tables.computeIfPresent(name, (n, table) -> table.withKey(columns));
          }
        });
    return uniques;
  }

  private List<Keyed> readForeignKeys(Map<Name, List<Set<String>>> uniques) throws SQLException {
    List<Keyed> keys = new ArrayList<>();
    catalogue.rows(
        CatalogueQueries.FOREIGN_KEYS,
        row -> {
          Name table = new Name(row.getString("schema"), row.getString("relation"));
          List<String> columns = CatalogueReader.texts(row, "columns");
          List<String> foreign = CatalogueReader.texts(row, "foreign_columns");
          List<Pair> pairs = new ArrayList<>();
          for (int i = 0; i < columns.size(); i++) {
            pairs.add(new Pair(columns.get(i), foreign.get(i)));
          }
          boolean unique = uniques.getOrDefault(table, List.of()).contains(new HashSet<>(columns));
          keys.add(
              new Keyed(
                  table,
                  new Name(row.getString("foreign_schema"), row.getString("foreign_relation")),
                  unique ? Cardinality.ONE_TO_ONE : Cardinality.MANY_TO_ONE,
                  row.getString("name"),
                  pairs,
                  true,
                  false,
                  false));
        });
    return keys;
  }

  private Map<ColumnOf, ColumnOf> readOrigins() throws SQLException {
    Map<ColumnOf, ColumnOf> origins = new LinkedHashMap<>();
    catalogue.rows(
        CatalogueQueries.VIEWS,
        row -> {
          long view = row.getLong("oid");
          for (ViewRule.Origin origin : ViewRule.origins(row.getString("rule"))) {
            ColumnOf column = columnOf(view, origin.column());
            ColumnOf from = columnOf(origin.relation(), origin.relationColumn());
            if (column != null && from != null) {
              origins.put(column, from);
            }
          }
        },
        traced);
    return origins;
  }

  private @Nullable ColumnOf columnOf(long oid, int number) {
    Name relation = namesByOid.get(oid);
    String column = columnsByNumber.getOrDefault(oid, Map.of()).get(number);
    return relation == null || column == null ? null : new ColumnOf(relation, column);
  }

  /** A view that shows a whole primary key has it too. */
  private void keyViews(ViewColumns views) {
    Map<Name, List<String>> keys = new HashMap<>();
    for (Table table : tables.values()) {
      if (!table.key().isEmpty()) {
        Set<Name> done = new HashSet<>();
        for (ViewColumns.Projection shown : views.showing(table.name(), table.key())) {
          if (done.add(shown.view())) {
            keys.computeIfAbsent(shown.view(), v -> new ArrayList<>()).addAll(shown.columns());
          }
        }
      }
    }
    keys.forEach((view, key) -> tables.computeIfPresent(view, (v, t) -> t.withKey(key)));
  }

  private List<Computed> readFunctionsOverRows(Map<Name, Map<String, String>> columns)
      throws SQLException {
    List<Computed> computed = new ArrayList<>();
    catalogue.rows(
        CatalogueQueries.OVER_ROWS,
        row -> {
          Name table = new Name(row.getString("schema"), row.getString("relation"));
          Name function = new Name(row.getString("function_schema"), row.getString("function"));
          columns
              .computeIfAbsent(table, t -> new HashMap<>())
              .put(function.name(), row.getString("type"));
          if (row.getBoolean("is_relationship")) {
            Name foreign =
                new Name(row.getString("foreign_schema"), row.getString("foreign_relation"));
            computed.add(new Computed(table, foreign, function, row.getBoolean("is_to_one")));
          }
        });
    return computed;
  }

  private List<MediaHandler> readHandlers() throws SQLException {
    List<MediaHandler> handlers = new ArrayList<>();
    catalogue.rows(
        CatalogueQueries.HANDLERS,
        row ->
            handlers.add(
                new MediaHandler(
                    new Name(row.getString("schema"), row.getString("name")),
                    new Name(row.getString("target_schema"), row.getString("target")),
                    row.getString("media_type"),
                    row.getString("content_type"))),
        exposed,
        exposed);
    return List.copyOf(handlers);
  }

  private Map<String, RoleSettings> readRoles() throws SQLException {
    Map<String, Map<String, String>> settings = new HashMap<>();
    String granted = catalogue.serverVersion() >= 15 ? CatalogueQueries.GRANTED_PARAMETERS : "";
    catalogue.rows(
        String.format(CatalogueQueries.ROLES, granted),
        row ->
            settings
                .computeIfAbsent(row.getString("role"), r -> new LinkedHashMap<>())
                .put(row.getString("name"), row.getString("value")));
    Map<String, RoleSettings> roles = new HashMap<>();
    settings.forEach((role, values) -> {
      String isolation = values.remove("default_transaction_isolation");
      roles.put(role, new RoleSettings(isolation, values));
    });
    return roles;
  }

  private Set<String> readTimezones() throws SQLException {
    Set<String> names = new HashSet<>();
    catalogue.rows(CatalogueQueries.TIMEZONES, row -> names.add(row.getString(1)));
    return names;
  }

  private Map<String, String> readSchemaComments() throws SQLException {
    Map<String, String> comments = new HashMap<>();
    catalogue.rows(
        CatalogueQueries.SCHEMA_COMMENTS,
        row -> comments.put(row.getString("schema"), row.getString("comment")),
        exposed);
    return comments;
  }
}
