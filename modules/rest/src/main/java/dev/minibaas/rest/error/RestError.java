package dev.minibaas.rest.error;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A request that can't be answered as asked: PostgREST's code, message, details and hint.
 *
 * <p>Thrown by every stage and written once, by the servlet. All that this engine itself can
 * complain about is constructed here; what the database reports comes through {@link
 * DatabaseError}.
 */
public final class RestError extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final @Nullable String code;
  private final transient @Nullable Object details;
  private final @Nullable String hint;
  private final transient List<Header> headers;

  /** A response header that an error brings along. */
  public record Header(String name, String value) {}

  RestError(
      int status, @Nullable String code, String message, @Nullable Object details, String... hint) {
    this(status, code, message, details, hint.length == 0 ? null : hint[0], List.of());
  }

  RestError(
      int status,
      @Nullable String code,
      String message,
      @Nullable Object details,
      @Nullable String hint,
      List<Header> headers) {
    super(message);
    this.status = status;
    this.code = code;
    this.details = details;
    this.hint = hint;
    this.headers = List.copyOf(headers);
  }

  /** An answer, not a fault: where it was thrown doesn't matter, and filling it in costs. */
  @Override
  public synchronized Throwable fillInStackTrace() {
    return this;
  }

  public int status() {
    return status;
  }

  /** Null for the plain "not found", whose body is {@code {}}. */
  public @Nullable String code() {
    return code;
  }

  public String message() {
    return String.valueOf(getMessage());
  }

  /** A text, or a list of maps that is written as JSON. */
  public @Nullable Object details() {
    return details;
  }

  public @Nullable String hint() {
    return hint;
  }

  public List<Header> headers() {
    return headers;
  }

  private static RestError of(int status, String code, String message) {
    return new RestError(status, code, message, null);
  }

  // 0xx: the connection

  public static RestError databaseAway(@Nullable String details) {
    return new RestError(
        503, "PGRST000", "Database connection error. Retrying the connection.", details);
  }

  public static RestError noSchemaCache() {
    return of(503, "PGRST002", "Could not query the database for the schema cache. Retrying.");
  }

  public static RestError poolTimeout() {
    return of(504, "PGRST003", "Timed out acquiring connection from connection pool.");
  }

  // 1xx: the request

  public static RestError notFound() {
    return new RestError(404, null, "", null);
  }

  /**
   * @param what the part of the request, such as {@code filter (x)}
   * @param column where in it, from 1
   */
  public static RestError unparsable(String what, int column, String details) {
    return new RestError(
        400,
        "PGRST100",
        "\"failed to parse " + what + "\" (line 1, column " + column + ")",
        details);
  }

  public static RestError methodOnRoutine(String method) {
    return of(405, "PGRST101", "Cannot use the " + method + " method on RPC");
  }

  public static RestError unusableBody(String message) {
    return of(400, "PGRST102", message);
  }

  public static RestError bodyTooLarge(long limit) {
    return new RestError(
        413,
        "PGRST102",
        "The request body is too large",
        "A body may have at most " + limit + " bytes.");
  }

  public static RestError unsatisfiableRange(String details) {
    return new RestError(416, "PGRST103", "Requested range not satisfiable", details);
  }

  public static RestError putFilters() {
    return of(
        405,
        "PGRST105",
        "Filters must include all and only primary key columns with 'eq' operators");
  }

  public static RestError unknownSchema(List<String> exposed) {
    return of(
        406, "PGRST106", "The schema must be one of the following: " + String.join(", ", exposed));
  }

  public static RestError notAcceptable(List<String> asked) {
    return of(
        406, "PGRST107", "None of these media types are available: " + String.join(", ", asked));
  }

  public static RestError notEmbedded(String name) {
    return new RestError(
        400,
        "PGRST108",
        "'" + name + "' is not an embedded resource in this request",
        null,
        "Verify that '" + name + "' is included in the 'select' query parameter.");
  }

  public static RestError limitWithoutOrder() {
    return new RestError(
        400,
        "PGRST109",
        "A 'limit' was applied without an explicit 'order'",
        null,
        "Apply an 'order' using unique column(s)");
  }

  public static RestError beyondLimit(long rows, long limit) {
    return new RestError(
        400,
        "PGRST110",
        "The maximum number of rows allowed to change was surpassed",
        "Results contain " + rows + " rows changed but the maximum number allowed is " + limit);
  }

  public static RestError badResponseHeaders() {
    return of(
        500,
        "PGRST111",
        "response.headers guc must be a JSON array composed of objects with a single key and a"
            + " string value");
  }

  public static RestError badResponseStatus() {
    return of(500, "PGRST112", "response.status guc must be a valid status code");
  }

  public static RestError limitOnPut() {
    return of(400, "PGRST114", "limit/offset querystring parameters are not allowed for PUT");
  }

  public static RestError putMismatch() {
    return of(400, "PGRST115", "Payload values do not match URL in primary key column(s)");
  }

  public static RestError notOneRow(long rows) {
    return new RestError(
        406,
        "PGRST116",
        "JSON object requested, multiple (or no) rows returned",
        "The result contains " + rows + " rows");
  }

  public static RestError unsupportedMethod(String method) {
    return of(405, "PGRST117", "Unsupported HTTP method: " + method);
  }

  public static RestError relatedOrder(String origin, String target) {
    return new RestError(
        400,
        "PGRST118",
        "A related order on '" + target + "' is not possible",
        notToOne(origin, target));
  }

  public static RestError spread(String origin, String target) {
    return new RestError(
        400,
        "PGRST119",
        "A spread operation on '" + target + "' is not possible",
        notToOne(origin, target));
  }

  private static String notToOne(String origin, String target) {
    return "'"
        + origin
        + "' and '"
        + target
        + "' do not form a many-to-one or one-to-one"
        + " relationship";
  }

  public static RestError badRaise(String part, String text) {
    String hint =
        part.equals("MESSAGE")
            ? "MESSAGE must be a JSON object with obligatory keys: 'code', 'message' and optional"
                + " keys: 'details', 'hint'."
            : "DETAIL must be a JSON object with obligatory keys: 'status', 'headers' and optional"
                + " key: 'status_text'.";
    return new RestError(
        500,
        "PGRST121",
        "Could not parse JSON in the \"RAISE SQLSTATE 'PGRST'\" error",
        "Invalid JSON value for " + part + ": '" + text + "'",
        hint);
  }

  public static RestError invalidPreferences(List<String> preferences) {
    return new RestError(
        400,
        "PGRST122",
        "Invalid preferences given with handling=strict",
        "Invalid preferences: " + String.join(", ", preferences));
  }

  public static RestError aggregatesOff() {
    return of(400, "PGRST123", "Use of aggregate functions is not allowed");
  }

  public static RestError tooManyAffected(long rows) {
    return new RestError(
        400,
        "PGRST124",
        "Query result exceeds max-affected preference constraint",
        "The query affects " + rows + " rows");
  }

  /** An offset beyond all the rows that were counted. */
  public static RestError offsetBeyond(long offset, long total) {
    return new RestError(
        416,
        "PGRST103",
        "Requested range not satisfiable",
        "An offset of " + offset + " was requested, but there are only " + total + " rows.",
        null,
        List.of(new Header("Content-Range", "*/" + total)));
  }

  /** A cast to something that can't be a type; PostgreSQL's own code for it. */
  public static RestError unknownType(String message) {
    return of(400, "42704", message);
  }

  // 2xx: the schema cache

  /** What was looked for between which relations; the hint proposes what may have been meant. */
  public static RestError noRelationship(
      String origin, String target, @Nullable String hinted, String schema, @Nullable String hint) {
    return new RestError(
        400,
        "PGRST200",
        "Could not find a relationship between '"
            + origin
            + "' and '"
            + target
            + "' in the schema cache",
        "Searched for a foreign key relationship between '"
            + origin
            + "' and '"
            + target
            + "'"
            + (hinted == null ? "" : " using the hint '" + hinted + "'")
            + " in the schema '"
            + schema
            + "', but no matches were found.",
        hint,
        List.of());
  }

  /**
   * @param candidates an object for each relationship, as JSON members
   * @param choices how to name each of them in a request
   */
  public static RestError ambiguousRelationship(
      String origin, String target, List<?> candidates, List<String> choices) {
    return new RestError(
        300,
        "PGRST201",
        "Could not embed because more than one relationship was found for '"
            + origin
            + "' and '"
            + target
            + "'",
        candidates,
        "Try changing '"
            + target
            + "' to one of the following: "
            + String.join(", ", choices)
            + ". Find the desired relationship in the 'details' key.");
  }

  public static RestError noRoutine(String message, String details, @Nullable String hint) {
    return new RestError(404, "PGRST202", message, details, hint, List.of());
  }

  public static RestError ambiguousRoutine(List<String> signatures) {
    return new RestError(
        300,
        "PGRST203",
        "Could not choose the best candidate function between: " + String.join(", ", signatures),
        null,
        "Try renaming the parameters or the function itself in the database so function overloading"
            + " can be resolved");
  }

  public static RestError noColumn(String column, String relation) {
    return of(
        400,
        "PGRST204",
        "Could not find the '" + column + "' column of '" + relation + "' in the schema cache");
  }

  // 3xx: the token

  public static RestError noJwtSecret() {
    return of(500, "PGRST300", "Server lacks JWT secret");
  }

  public static RestError invalidToken(String message) {
    String description = message.replace("\\", "\\\\").replace("\"", "\\\"");
    return new RestError(
        401,
        "PGRST301",
        message,
        null,
        null,
        List.of(
            new Header(
                "WWW-Authenticate",
                "Bearer error=\"invalid_token\", error_description=\"" + description + "\"")));
  }

  public static RestError anonymousOff() {
    return new RestError(
        401,
        "PGRST302",
        "Anonymous access is disabled",
        null,
        null,
        List.of(new Header("WWW-Authenticate", "Bearer")));
  }

  // Xxx: our own

  /**
   * @param limit beyond which a result is not sent, in bytes
   */
  public static RestError resultTooLarge(long size, long limit) {
    return new RestError(
        400,
        "PGRSTX01",
        "The result is too large",
        "It has " + size + " bytes, and at most " + limit + " are sent.",
        "Ask for fewer rows or columns (limit, select); the operator's setting is"
            + " REST_MAX_RESULT_BYTES.");
  }

  /** The memory for results is taken by others. */
  public static RestError tooManyLargeResults() {
    return new RestError(
        503,
        "PGRSTX02",
        "Too many large results are being sent at the same time",
        null,
        "Try again, or ask for fewer rows or columns (limit, select).");
  }

  /** Why somebody else gets the rows that it gets is told to the service role only. */
  public static RestError explanationForbidden() {
    return new RestError(
        403,
        "PGRSTX03",
        "Prefer: explain=policy is for the service role",
        null,
        "Send the service key, and the claims in question in X-Explain-Claims.");
  }

  public static RestError badExplainClaims() {
    return new RestError(
        400, "PGRSTX04", "X-Explain-Claims must be a JSON object: the claims of a token", null);
  }

  /** A fault of ours: the log line with this request id has the cause. */
  public static RestError unexpected(String requestId) {
    return new RestError(500, "PGRSTX00", "Unexpected error", "request id " + requestId);
  }
}
