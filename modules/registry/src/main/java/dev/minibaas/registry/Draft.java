package dev.minibaas.registry;

import dev.minibaas.engines.target.EngineKind;
import dev.minibaas.engines.target.InvalidTarget;
import dev.minibaas.platform.body.JsonBody;
import dev.minibaas.platform.error.ApiError;
import dev.minibaas.platform.error.ErrorCode;

/** What a caller wants a registration to be. */
record Draft(String name, String connection, Options options) {
  private static final int MAX_NAME = 64;
  private static final int MAX_CONNECTION = 4096;

  /** A new one: everything but the options must be there. */
  static Draft of(JsonBody body, EngineKind engine) {
    body.only("engine", "name", "connection_string", "options");
    return new Draft(
        name(body),
        connection(body),
        Options.from(body.object("options"), Options.USUAL).checkedFor(engine));
  }

  /** A change: what isn't in the body stays. */
  static Draft of(JsonBody body, Registration before, String connection) {
    body.only("engine", "name", "connection_string", "options");
    EngineKind engine = before.identity().engine();
    if (body.has("engine") && engine(body) != engine) {
      throw new ApiError(ErrorCode.INVALID_ENGINE, "the engine of a registration can't be changed");
    }
    return new Draft(
        body.has("name") ? name(body) : before.name(),
        body.has("connection_string") ? connection(body) : connection,
        Options.from(body.object("options"), before.options()).checkedFor(engine));
  }

  static EngineKind engine(JsonBody body) {
    try {
      return EngineKind.of(body.text("engine", 1, 16, ErrorCode.INVALID_ENGINE));
    } catch (InvalidTarget e) {
      throw new ApiError(ErrorCode.INVALID_ENGINE, e.getMessage(), e);
    }
  }

  private static String name(JsonBody body) {
    String name = body.text("name", 1, MAX_NAME, ErrorCode.INVALID_NAME);
    if (!name.equals(name.strip())) {
      throw new ApiError(ErrorCode.INVALID_NAME, "name must not begin or end with a blank");
    }
    return name;
  }

  private static String connection(JsonBody body) {
    return body.text("connection_string", 1, MAX_CONNECTION, ErrorCode.INVALID_CONNECTION);
  }

  /** Connection strings stay out of logs. */
  @Override
  public String toString() {
    return "Draft[" + name + "]";
  }
}
