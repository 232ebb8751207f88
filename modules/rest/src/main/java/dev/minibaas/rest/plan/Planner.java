package dev.minibaas.rest.plan;

import dev.minibaas.rest.RestConfig;
import dev.minibaas.rest.error.RestError;
import dev.minibaas.rest.parse.Action;
import dev.minibaas.rest.parse.ApiRequest;
import dev.minibaas.rest.parse.Field;
import dev.minibaas.rest.parse.MediaType;
import dev.minibaas.rest.parse.Preferences;
import dev.minibaas.rest.parse.Preferences.Return;
import dev.minibaas.rest.parse.SelectItem;
import dev.minibaas.rest.parse.Target;
import dev.minibaas.rest.schema.Name;
import dev.minibaas.rest.schema.RoleSettings;
import dev.minibaas.rest.schema.Routine;
import dev.minibaas.rest.schema.SchemaCache;
import dev.minibaas.rest.schema.Table;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Turns requests into plans, against one state of the schema cache. */
public final class Planner {
  private static final List<SelectItem> EVERYTHING =
      List.of(new SelectItem.Column(Field.of("*"), null, null, null, null));

  private final RestConfig config;
  private final SchemaCache cache;

  public Planner(RestConfig config, SchemaCache cache) {
    this.config = config;
    this.cache = cache;
  }

  /**
   * @param role that the request runs as, whose settings count
   */
  public Plan plan(ApiRequest request, String role) {
    return switch (request.action()) {
      case OPTIONS -> options(request);
      case DESCRIBE -> describe(request);
      case READ -> read(request, role);
      case CREATE, UPSERT_ONE, UPDATE, DELETE -> write(request, role);
      case CALL, CALL_BY_GET -> call(request, role);
    };
  }

  private Plan options(ApiRequest request) {
    return switch (request.target()) {
      case Target.Root() -> new Plan.RootOptions();
      case Target.Relation(String name) -> {
        Table table = cache.table(new Name(request.schema(), name));
        if (table == null) {
          throw RestError.notFound();
        }
        yield new Plan.RelationOptions(table);
      }
      case Target.Routine(String name, boolean ignored) -> {
        Name function = new Name(request.schema(), name);
        List<Routine> routines = cache.routines(function);
        if (routines.isEmpty()) {
          routines =
              List.of(new RoutineChooser(cache, CallPlanner.given(request)).choose(function));
        }
        yield new Plan.RoutineOptions(routines.stream().allMatch(Routine::isVolatile));
      }
    };
  }

  private Plan describe(ApiRequest request) {
    for (MediaType type : request.accepts()) {
      if (type.equals(MediaType.OPENAPI)
          || type.equals(MediaType.JSON)
          || type.equals(MediaType.ANY)) {
        return new Plan.Describe(request.schema());
      }
    }
    throw RestError.notAcceptable(request.accepts().stream().map(MediaType::text).toList());
  }

  private Plan read(ApiRequest request, String role) {
    Name name = relation(request);
    ReadNode root =
        readPlanner(request, config.maxRows())
            .plan(
                ReadPlanner.Place.root(cache, name),
                select(request),
                ReadRequest.of(request.query(), request.range()));
    Representation representation = negotiate(request, name, root);
    checkPreferences(request);
    return new Plan.Read(
        root,
        request.hasBody() ? representation : without(representation),
        request.preferences().count(),
        transaction(request, role, null, true));
  }

  private Plan write(ApiRequest request, String role) {
    Name name = relation(request);
    Table table = cache.table(name);
    if (table == null && request.action() == Action.DELETE) {
      table = Table.unknown(name); // no column to look up: the database will say it doesn't exist
    }
    if (table == null) {
      checkPreferences(request);
      throw RestError.notFound();
    }
    RowShape shape = RowShape.of(cache, name);
    ReadNode root =
        readPlanner(request, null)
            .plan(
                ReadPlanner.Place.source(name, shape),
                select(request),
                ReadRequest.embedsOf(request.query()));
    Preferences preferences = request.preferences();
    boolean represents = preferences.wantsRepresentation();
    Mutation mutation =
        new MutationPlanner(request, table, shape, returning(request, root, table)).plan();
    checkPreferences(request);
    Representation representation = negotiate(request, name, root);
    return new Plan.Write(
        mutation,
        root,
        represents ? representation : without(representation),
        transaction(request, role, null, false),
        preferences.isStrict() && !(mutation instanceof Mutation.Insert)
            ? preferences.maxAffected()
            : null);
  }

  private static List<String> returning(ApiRequest request, ReadNode root, Table table) {
    Return wanted = request.preferences().returning();
    if (wanted == Return.REPRESENTATION) {
      return Returning.columns(root, table.key());
    }
    return wanted == Return.HEADERS_ONLY ? table.key() : List.of();
  }

  private Plan call(ApiRequest request, String role) {
    String function =
        request.target() instanceof Target.Routine(String name, boolean ignored) ? name : "";
    Routine routine =
        new RoutineChooser(cache, CallPlanner.given(request))
            .choose(new Name(request.schema(), function));
    Routine.Returns returns = routine.returns();
    Name relation =
        returns.isComposite() && cache.table(returns.type()) != null
            ? returns.type()
            : new Name(request.schema(), routine.name().name());
    ReadNode root =
        readPlanner(request, config.maxRows())
            .plan(
                ReadPlanner.Place.source(relation, RowShape.of(cache, relation, returns)),
                select(request),
                ReadRequest.of(request.query(), request.range()));
    Representation representation = negotiate(request, relation, root);
    checkPreferences(request);
    boolean readOnly = request.action() == Action.CALL_BY_GET || !routine.isVolatile();
    Preferences preferences = request.preferences();
    return new Plan.Call(
        routine,
        CallPlanner.arguments(request, routine),
        Returning.columns(root, List.of()),
        root,
        request.hasBody() ? representation : without(representation),
        preferences.count(),
        transaction(request, role, routine, readOnly),
        preferences.isStrict() ? preferences.maxAffected() : null);
  }

  private Name relation(ApiRequest request) {
    return request.target() instanceof Target.Relation(String name)
        ? new Name(request.schema(), name)
        : new Name(request.schema(), "");
  }

  private static List<SelectItem> select(ApiRequest request) {
    List<SelectItem> items = request.query().select();
    return items.isEmpty() ? EVERYTHING : items;
  }

  private ReadPlanner readPlanner(ApiRequest request, @Nullable Long maxRows) {
    boolean isCsv = request.accepts().indexOf(MediaType.CSV) == 0;
    return new ReadPlanner(
        cache, new ReadPlanner.Options(request.schema(), maxRows, config.aggregates(), !isCsv));
  }

  private Representation negotiate(ApiRequest request, Name target, ReadNode root) {
    return new MediaNegotiator(cache.handlers(), config.plans())
        .choose(request.accepts(), target, root.isDefaultSelect());
  }

  private static Representation without(Representation representation) {
    return new Representation(representation.type(), new BodyFormat.None());
  }

  private void checkPreferences(ApiRequest request) {
    Preferences preferences = request.preferences();
    if (!preferences.isStrict()) {
      return;
    }
    List<String> invalid = new ArrayList<>(preferences.unknown());
    String timezone = preferences.timezone();
    if (timezone != null && !cache.timezones().contains(timezone)) {
      invalid.add("timezone=" + timezone);
    }
    if (!invalid.isEmpty()) {
      throw RestError.invalidPreferences(invalid);
    }
  }

  private Plan.Transaction transaction(
      ApiRequest request, String role, @Nullable Routine routine, boolean readOnly) {
    RoleSettings ofRole = cache.role(role);
    Map<String, String> settings = new LinkedHashMap<>(ofRole.settings());
    String isolation = ofRole.isolation();
    if (routine != null) {
      routine
          .settings()
          .forEach((name, value) -> {
            if (config.hoistedSettings().contains(name)) {
              settings.put(name, value);
            }
          });
      boolean hoists = config.hoistedSettings().contains("default_transaction_isolation");
      isolation = hoists && routine.isolation() != null ? routine.isolation() : isolation;
    }
    String timezone = request.preferences().timezone();
    boolean knowsZone = timezone != null && cache.timezones().contains(timezone);
    return new Plan.Transaction(readOnly, isolation, settings, knowsZone ? timezone : null);
  }
}
