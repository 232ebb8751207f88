package dev.minibaas.rest.http;

import dev.minibaas.platform.caller.Caller;
import dev.minibaas.platform.caller.InvalidToken;
import dev.minibaas.platform.log.Log;
import dev.minibaas.platform.sql.CallerSessions;
import dev.minibaas.platform.web.RequestIds;
import dev.minibaas.rest.RestConfig;
import dev.minibaas.rest.error.RestError;
import dev.minibaas.rest.openapi.OpenApi;
import dev.minibaas.rest.parse.ApiRequest;
import dev.minibaas.rest.parse.Preferences.Ending;
import dev.minibaas.rest.parse.RawRequest;
import dev.minibaas.rest.plan.Plan;
import dev.minibaas.rest.plan.Planner;
import dev.minibaas.rest.schema.SchemaCache;
import dev.minibaas.rest.sql.Executor;
import dev.minibaas.rest.sql.Invocation;
import dev.minibaas.rest.sql.PolicyExplainer;
import dev.minibaas.rest.sql.QueryRow;
import dev.minibaas.rest.sql.ResultMemory;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/** The pipeline: parse, plan, execute, render. */
final class RestEngine {
  private static final Logger LOG = Log.of(RestEngine.class);

  private final RestConfig config;
  private final JwtSettings jwt;
  private final @Nullable SchemaCache schema;
  private final ResultMemory memory;
  private final Executor executor;
  private final Responder responder;
  private final OpenApi openApi;
  private final Cors cors;
  private final ApiRequest.Grammar grammar;

  /**
   * @param schema null as long as none was loaded
   */
  RestEngine(
      RestConfig config,
      JwtSettings jwt,
      @Nullable SchemaCache schema,
      CallerSessions sessions,
      ResultMemory memory) {
    this.config = config;
    this.jwt = jwt;
    this.schema = schema;
    this.memory = memory;
    this.executor = new Executor(sessions, config);
    this.responder = new Responder(config);
    this.openApi = new OpenApi(config, executor);
    this.cors = new Cors(config.corsOrigins());
    this.grammar =
        new ApiRequest.Grammar(
            config.schemas(), config.rootSpec(), config.openApi() != RestConfig.OpenApi.DISABLED);
  }

  RestConfig config() {
    return config;
  }

  /** Whether the request needs no caller: a browser's preflight carries no token. */
  @Nullable Answer preflight(RawRequest request) {
    return cors.preflight(request);
  }

  /**
   * @param tokenNanos what it took to know the caller
   */
  Answer answer(RawRequest raw, Caller caller, long tokenNanos) {
    Answer answer;
    try {
      answer = pipeline(raw, caller, new Timing(tokenNanos));
    } catch (RestError error) {
      answer = refused(error);
    } catch (RuntimeException e) {
      LOG.log(Level.SEVERE, "unexpected failure", e);
      answer = Answer.of(RestError.unexpected(RequestIds.current()));
    }
    return finished(raw, answer);
  }

  /** What every answer carries. */
  Answer finished(RawRequest raw, Answer answer) {
    cors.expose(raw, answer.headers());
    String trace = config.traceHeader();
    if (trace != null) {
      String value = raw.header(trace);
      answer.headers().set(trace, value == null ? "" : value);
    }
    return answer;
  }

  /** The answer to a token that can't be trusted. */
  Answer rejected(RawRequest raw, InvalidToken token, @Nullable String authorization) {
    boolean takesTokens = jwt.secret() != null;
    return finished(raw, Answer.of(TokenErrors.of(token, authorization, takesTokens)));
  }

  private static Answer refused(RestError error) {
    if (error.status() >= 500) {
      LOG.log(Level.WARNING, line(error), error.getCause());
    } else if (LOG.isLoggable(Level.INFO)) {
      LOG.info(line(error));
    }
    return Answer.of(error);
  }

  private static String line(RestError error) {
    return "refused: " + error.status() + " " + error.code() + " " + error.message();
  }

  private Answer pipeline(RawRequest raw, Caller caller, Timing timing) {
    if (caller.role().equals(RestConfig.NOBODY)) {
      throw RestError.anonymousOff();
    }
    if (schema == null) {
      throw RestError.noSchemaCache();
    }
    ApiRequest request = ApiRequest.parse(raw, grammar);
    timing.ended("parse");
    Planner planner = new Planner(config, schema);
    if (request.preferences().explainsPolicy()) {
      return explained(request, planner, caller);
    }
    Plan plan = planner.plan(request, caller.role());
    timing.ended("plan");
    Answer answer =
        switch (plan) {
          case Plan.Query query -> queried(request, query, caller, timing);
          case Plan.Describe describe -> described(request, describe, schema, caller);
          case Plan.RelationOptions options -> Options.of(options);
          case Plan.RoutineOptions options -> Options.of(options);
          case Plan.RootOptions() -> Options.ofRoot();
        };
    if (config.serverTiming()) {
      timing.ended("response");
      answer.headers().set("Server-Timing", timing.header());
    }
    return answer;
  }

  private Answer queried(ApiRequest request, Plan.Query plan, Caller caller, Timing timing) {
    ResultMemory.Lease lease = memory.lease();
    try {
      QueryRow row = executor.execute(plan, invocation(request, caller), lease);
      timing.ended("transaction");
      return responder.answer(request, plan, row).holding(lease);
    } catch (RuntimeException e) {
      lease.close();
      throw e;
    }
  }

  /** Not the rows, but why they are the ones that somebody else gets. */
  private Answer explained(ApiRequest request, Planner planner, Caller caller) {
    if (!caller.isService()) {
      throw RestError.explanationForbidden();
    }
    Caller asked = ExplainedClaims.caller(request.raw(), jwt, config.anonRole());
    if (!(planner.plan(request, asked.role()) instanceof Plan.Query plan)) {
      throw RestError.notAcceptable(List.of("explain=policy"));
    }
    Invocation invocation = invocation(request, caller);
    Invocation tried = invocation.triedOutAs(asked);
    Invocation unbound =
        invocation.triedOutAs(
            new Caller(asked.subject(), caller.role(), asked.claims(), asked.claimsJson(), null));
    var findings = new PolicyExplainer(executor, unbound, tried).explain(plan);
    return PolicyReport.of(request, asked, outcome(request, plan, tried), findings);
  }

  /** What the request would be answered. */
  private Answer outcome(ApiRequest request, Plan.Query plan, Invocation invocation) {
    try (ResultMemory.Lease lease = memory.lease()) {
      return responder.answer(request, plan, executor.execute(plan, invocation, lease));
    } catch (RestError error) {
      return Answer.of(error);
    }
  }

  private Answer described(
      ApiRequest request, Plan.Describe plan, SchemaCache schema, Caller caller) {
    byte[] document = openApi.describe(plan.schema(), schema, invocation(request, caller));
    ResponseHeaders headers = new ResponseHeaders();
    headers.set("Content-Type", "application/openapi+json; charset=utf-8");
    responder.profiled(headers, request);
    return new Answer(200, headers, document);
  }

  private Invocation invocation(ApiRequest request, Caller caller) {
    return new Invocation(
        caller,
        request.schema(),
        RequestSettings.of(request.raw()),
        rollsBack(request.preferences().ending()));
  }

  private boolean rollsBack(@Nullable Ending wanted) {
    return config.transactionEnd().allowsOverride() && wanted != null
        ? wanted == Ending.ROLLBACK
        : config.transactionEnd().rollsBack();
  }
}
