package dev.minibaas.rest.http;

import dev.minibaas.rest.RestConfig;
import dev.minibaas.rest.error.RestError;
import dev.minibaas.rest.parse.ApiRequest;
import dev.minibaas.rest.parse.JsonTree;
import dev.minibaas.rest.parse.MediaType;
import dev.minibaas.rest.parse.Preferences;
import dev.minibaas.rest.parse.Preferences.Count;
import dev.minibaas.rest.parse.Preferences.Resolution;
import dev.minibaas.rest.parse.Target;
import dev.minibaas.rest.plan.Mutation;
import dev.minibaas.rest.plan.Plan;
import dev.minibaas.rest.sql.QueryRow;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes the answer out of what the database brought back. */
final class Responder {
  private final RestConfig config;

  Responder(RestConfig config) {
    this.config = config;
  }

  Answer answer(ApiRequest request, Plan.Query plan, QueryRow row) {
    if (plan.representation().type() instanceof MediaType.Plan) {
      ResponseHeaders headers = new ResponseHeaders();
      typed(headers, request, plan);
      return new Answer(200, headers, row.body());
    }
    Answer answer =
        switch (plan) {
          case Plan.Read read -> read(request, read, row);
          case Plan.Write write -> write(request, write, row);
          case Plan.Call call -> call(request, call, row);
        };
    return overridden(answer, row);
  }

  private Answer read(ApiRequest request, Plan.Read plan, QueryRow row) {
    ContentRange range = ContentRange.of(request.range().offset(), row.rows(), row.total());
    ResponseHeaders headers = new ResponseHeaders();
    headers.set("Content-Range", range.header());
    headers.set("Content-Location", location(request));
    headers.setIfPresent(
        "Preference-Applied", common(new Applied(request.preferences()), plan).header());
    typed(headers, request, plan);
    return new Answer(range.status(), headers, row.body());
  }

  private static String location(ApiRequest request) {
    String query = request.query().canonical();
    String path = request.raw().path();
    return query.isEmpty() ? path : path + "?" + query;
  }

  private Answer write(ApiRequest request, Plan.Write plan, QueryRow row) {
    Preferences preferences = request.preferences();
    boolean counts = preferences.count() == Count.EXACT || preferences.count() == Count.ESTIMATED;
    Long total = counts ? (Long) row.rows() : null;
    ResponseHeaders headers = new ResponseHeaders();
    Applied applied = new Applied(preferences);
    int status =
        switch (plan.mutation()) {
          case Mutation.Insert insert when insert.isPut() -> {
            common(applied.returning(), plan);
            yield wroteOne(row, preferences);
          }
          case Mutation.Insert insert -> {
            if (!row.location().isEmpty()) {
              headers.set("Location", created(request, row.location()));
            }
            headers.set("Content-Range", new ContentRange(1, 0, total).header());
            boolean isUpsert = isUpsert(request, insert);
            common(applied.resolution(isUpsert).missing().returning(), plan);
            yield inserted(row, preferences, isUpsert);
          }
          case Mutation.Update ignored -> {
            headers.set("Content-Range", ContentRange.of(0, row.rows(), total).header());
            common(applied.missing().returning(), plan).maxAffected();
            yield preferences.wantsRepresentation() ? 200 : 204;
          }
          case Mutation.Delete ignored -> {
            headers.set("Content-Range", new ContentRange(1, 0, total).header());
            common(applied.returning(), plan).maxAffected();
            yield preferences.wantsRepresentation() ? 200 : 204;
          }
        };
    headers.setIfPresent("Preference-Applied", applied.header());
    if (!preferences.wantsRepresentation()) {
      return new Answer(status, headers, Answer.NO_BODY);
    }
    typed(headers, request, plan);
    return new Answer(status, headers, row.body());
  }

  private static boolean isUpsert(ApiRequest request, Mutation.Insert insert) {
    return !insert.table().key().isEmpty() || request.query().onConflict() != null;
  }

  /** A merge counts its inserted rows; one that had no rows has no count either. */
  private static int inserted(QueryRow row, Preferences preferences, boolean isUpsert) {
    Long inserted = row.inserted();
    boolean merged = isUpsert && preferences.resolution() == Resolution.MERGE_DUPLICATES;
    return merged && (inserted == null || inserted <= 0) ? 200 : 201;
  }

  private static int wroteOne(QueryRow row, Preferences preferences) {
    Long inserted = row.inserted();
    return !preferences.wantsRepresentation() ? 204 : inserted != null && inserted > 0 ? 201 : 200;
  }

  private static String created(ApiRequest request, List<String> key) {
    StringBuilder location = new StringBuilder("/");
    location.append(request.target() instanceof Target.Relation(String name) ? encoded(name) : "");
    String separator = "?";
    for (String pair : key) {
      int equals = pair.indexOf('=');
      location.append(separator).append(encoded(pair.substring(0, equals)));
      location.append('=').append(encoded(pair.substring(equals + 1)));
      separator = "&";
    }
    return location.toString();
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20").replace("*", "%2A");
  }

  private Answer call(ApiRequest request, Plan.Call plan, QueryRow row) {
    ContentRange range = ContentRange.of(request.range().offset(), row.rows(), row.total());
    ResponseHeaders headers = new ResponseHeaders();
    headers.set("Content-Range", range.header());
    Applied applied = common(new Applied(request.preferences()).params(), plan).maxAffected();
    headers.setIfPresent("Preference-Applied", applied.header());
    int status = range.status();
    if (plan.routine().returns().isVoid()) {
      return new Answer(204, headers, Answer.NO_BODY);
    }
    typed(headers, request, plan);
    return new Answer(status, headers, row.body());
  }

  private Applied common(Applied applied, Plan.Query plan) {
    return applied.common(
        config.transactionEnd().allowsOverride(), plan.transaction().timezone() != null);
  }

  private void typed(ResponseHeaders headers, ApiRequest request, Plan.Query plan) {
    headers.set("Content-Type", plan.representation().type().contentType());
    profiled(headers, request);
  }

  /** Tells the schema, where there is a choice. */
  void profiled(ResponseHeaders headers, ApiRequest request) {
    if (request.saidSchema() || config.schemas().size() > 1) {
      headers.set("Content-Profile", request.schema());
    }
  }

  /** SQL may set the status and headers by two settings of its own. */
  private static Answer overridden(Answer answer, QueryRow row) {
    if (row.responseHeaders() == null && row.responseStatus() == null) {
      return answer;
    }
    override(answer.headers(), row.responseHeaders());
    return new Answer(
        status(row.responseStatus(), answer.status()), answer.headers(), answer.body());
  }

  private static int status(@Nullable String text, int otherwise) {
    if (text == null) {
      return otherwise;
    }
    try {
      int status = Integer.parseInt(text.strip());
      if (status >= 100 && status <= 999) {
        return status;
      }
    } catch (NumberFormatException e) {
      // no status code, like a number that is none
    }
    throw RestError.badResponseStatus();
  }

  private static void override(ResponseHeaders headers, @Nullable String json) {
    if (json == null) {
      return;
    }
    if (!(JsonTree.parse(json) instanceof List<?> given)) {
      throw RestError.badResponseHeaders();
    }
    for (Object header : given) {
      headers.remove(name(header));
    }
    for (Object header : given) {
      headers.add(name(header), value(header));
    }
  }

  private static String name(@Nullable Object header) {
    if (header instanceof Map<?, ?> map && map.size() == 1) {
      return String.valueOf(map.keySet().iterator().next());
    }
    throw RestError.badResponseHeaders();
  }

  private static String value(@Nullable Object header) {
    if (header instanceof Map<?, ?> map && map.values().iterator().next() instanceof String value) {
      return value;
    }
    throw RestError.badResponseHeaders();
  }
}
