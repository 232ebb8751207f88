package dev.minibaas.rest.parse;

import dev.minibaas.rest.error.RestError;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A request understood, as far as that goes without the catalogue.
 *
 * @param hasBody false for HEAD, which otherwise is a GET
 * @param saidSchema whether a profile header chose the schema
 * @param range the rows of the root that the URL and the Range header ask for together
 * @param accepts best first
 */
public record ApiRequest(
    Action action,
    Target target,
    boolean hasBody,
    String schema,
    boolean saidSchema,
    QueryParameters query,
    RowRange range,
    Preferences preferences,
    List<MediaType> accepts,
    MediaType contentType,
    @Nullable Payload payload,
    RawRequest raw) {

  /**
   * What the configuration says about reading requests.
   *
   * @param schemas exposed ones; the first is the default
   * @param rootRoutine a function that answers {@code /}
   */
  public record Grammar(List<String> schemas, @Nullable String rootRoutine, boolean describes) {}

  public static ApiRequest parse(RawRequest raw, Grammar grammar) {
    Target target = target(raw.path(), grammar);
    String profile = profile(raw);
    if (profile != null && !grammar.schemas().contains(profile)) {
      throw RestError.unknownSchema(grammar.schemas());
    }
    Action action = action(raw.method(), target);
    QueryParameters query = QueryParser.parse(raw.query(), action == Action.CALL_BY_GET);
    RowRange range = range(raw, action, query);
    MediaType contentType = contentType(raw);
    return new ApiRequest(
        action,
        target,
        !raw.method().equals("HEAD"),
        profile == null ? grammar.schemas().get(0) : profile,
        profile != null,
        query,
        range,
        Preferences.parse(raw.all("Prefer")),
        AcceptHeader.parse(raw.header("Accept")),
        contentType,
        payload(raw, action, query, contentType),
        raw);
  }

  private static Target target(String path, Grammar grammar) {
    String[] segments = path.substring(1).split("/", -1);
    String first = QueryString.decodeSegment(segments[0]);
    if (segments.length == 1 && first.isEmpty()) {
      if (grammar.rootRoutine() != null) {
        return new Target.Routine(grammar.rootRoutine(), true);
      }
      if (!grammar.describes()) {
        throw RestError.notFound();
      }
      return new Target.Root();
    }
    if (segments.length == 1 && first.indexOf('\0') < 0) {
      return new Target.Relation(first);
    }
    if (segments.length == 2 && first.equals("rpc") && !segments[1].isEmpty()) {
      return new Target.Routine(QueryString.decodeSegment(segments[1]), false);
    }
    throw RestError.notFound();
  }

  private static @Nullable String profile(RawRequest raw) {
    return switch (raw.method()) {
      case "POST", "PATCH", "PUT", "DELETE" -> raw.header("Content-Profile");
      default -> raw.header("Accept-Profile");
    };
  }

  private static Action action(String method, Target target) {
    if (method.equals("OPTIONS")) {
      return Action.OPTIONS;
    }
    return switch (target) {
      case Target.Root() ->
          switch (method) {
            case "GET", "HEAD" -> Action.DESCRIBE;
            default -> throw RestError.unsupportedMethod(method);
          };
      case Target.Relation(String ignored) ->
          switch (method) {
            case "GET", "HEAD" -> Action.READ;
            case "POST" -> Action.CREATE;
            case "PUT" -> Action.UPSERT_ONE;
            case "PATCH" -> Action.UPDATE;
            case "DELETE" -> Action.DELETE;
            default -> throw RestError.unsupportedMethod(method);
          };
      case Target.Routine(String ignored, boolean isRoot) ->
          switch (method) {
            case "GET", "HEAD" -> Action.CALL_BY_GET;
            case "POST" -> Action.CALL;
            default ->
                throw isRoot
                    ? RestError.unsupportedMethod(method)
                    : RestError.methodOnRoutine(method);
          };
    };
  }

  private static RowRange range(RawRequest raw, Action action, QueryParameters query) {
    String header = raw.method().equals("GET") ? raw.header("Range") : null;
    RowRange ofHeader = header == null ? RowRange.ALL : RowRange.ofHeader(header);
    RowRange ofQuery = query.rootRange();
    RowRange range = ofQuery.equals(RowRange.NONE) ? RowRange.NONE : ofQuery.intersection(ofHeader);
    if (range.isEmpty() && !range.equals(RowRange.NONE)) {
      throw RestError.unsatisfiableRange(
          ofHeader.isEmpty()
              ? "The lower boundary must be lower than or equal to the upper boundary in the Range"
                  + " header."
              : "Limit should be greater than or equal to zero.");
    }
    if (action == Action.UPSERT_ONE && !range.isAll()) {
      throw RestError.limitOnPut();
    }
    boolean changes = action == Action.UPDATE || action == Action.DELETE;
    boolean isRanged = !range.isAll() || query.orders().isEmpty() && !query.ranges().isEmpty();
    if (changes && isRanged && !query.hasRootOrder()) {
      throw RestError.limitWithoutOrder();
    }
    return range;
  }

  private static MediaType contentType(RawRequest raw) {
    String header = raw.header("Content-Type");
    return header == null ? MediaType.JSON : MediaType.of(header);
  }

  private static @Nullable Payload payload(
      RawRequest raw, Action action, QueryParameters query, MediaType contentType) {
    return action.hasPayload()
        ? PayloadReader.read(raw.body(), contentType, query.columns(), action == Action.CALL)
        : null;
  }
}
