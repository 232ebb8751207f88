package dev.minibaas.rest.schema;

import dev.minibaas.rest.schema.Routine.Parameter;
import dev.minibaas.rest.schema.Routine.Returns;
import dev.minibaas.rest.schema.Routine.Volatility;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Reads the functions of the exposed schemas. */
final class RoutineReader {
  private RoutineReader() {}

  static Map<Name, List<Routine>> read(CatalogueReader catalogue, List<String> exposed)
      throws SQLException {
    Map<Name, List<Routine>> routines = new HashMap<>();
    catalogue.rows(
        CatalogueQueries.ROUTINES,
        row -> {
          Routine routine = routine(row);
          routines.computeIfAbsent(routine.name(), n -> new ArrayList<>()).add(routine);
        },
        exposed);
    return routines;
  }

  private static Routine routine(ResultSet row) throws SQLException {
    Map<String, String> settings = new LinkedHashMap<>();
    for (String setting : CatalogueReader.texts(row, "settings")) {
      int equals = setting.indexOf('=');
      settings.put(setting.substring(0, equals), setting.substring(equals + 1));
    }
    String isolation = settings.remove("default_transaction_isolation");
    return new Routine(
        new Name(row.getString("schema"), row.getString("name")),
        row.getString("comment"),
        parameters(row),
        returns(row),
        volatility(row.getString("volatility")),
        row.getBoolean("is_variadic"),
        isolation == null ? null : isolation.toLowerCase(Locale.ROOT),
        settings,
        row.getLong("oid"));
  }

  private static List<Parameter> parameters(ResultSet row) throws SQLException {
    List<String> names = CatalogueReader.texts(row, "names");
    List<String> types = CatalogueReader.texts(row, "types");
    List<String> bodyTypes = CatalogueReader.texts(row, "body_types");
    Boolean[] required = (Boolean[]) row.getArray("required").getArray();
    Boolean[] variadic = (Boolean[]) row.getArray("variadic").getArray();
    List<Parameter> parameters = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      parameters.add(
          new Parameter(names.get(i), types.get(i), bodyTypes.get(i), required[i], variadic[i]));
    }
    return parameters;
  }

  private static Returns returns(ResultSet row) throws SQLException {
    Map<String, String> columns = new LinkedHashMap<>();
    List<String> names = CatalogueReader.texts(row, "out_names");
    List<String> types = CatalogueReader.texts(row, "out_types");
    for (int i = 0; i < names.size(); i++) {
      columns.put(names.get(i), types.get(i));
    }
    return new Returns(
        new Name(row.getString("return_schema"), row.getString("return_name")),
        row.getBoolean("is_set"),
        row.getBoolean("is_composite"),
        row.getBoolean("is_alias"),
        columns);
  }

  private static Volatility volatility(String letter) {
    return switch (letter) {
      case "i" -> Volatility.IMMUTABLE;
      case "s" -> Volatility.STABLE;
      default -> Volatility.VOLATILE;
    };
  }
}
