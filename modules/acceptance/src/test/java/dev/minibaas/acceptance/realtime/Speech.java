package dev.minibaas.acceptance.realtime;

import jakarta.json.JsonObject;
import org.jspecify.annotations.Nullable;

/** How a client asks for the rows of a table and is told of them. */
enum Speech {
  OWN {
    @Override
    String path(String apikey, String token) {
      return "/realtime/v1?apikey=" + apikey + "&token=" + token;
    }

    @Override
    String question(String token, @Nullable String position) {
      String options = position == null ? "{}" : "{'resume_from':'" + position + "'}";
      return "{'type':'SUBSCRIBE','sub_id':'s','topic':'pg/rt_log/inserted','options':"
          + options
          + "}";
    }

    @Override
    Heard heard(JsonObject message) {
      return switch (message.getString("type")) {
        case "EVENT" -> {
          JsonObject event = message.getJsonObject("event");
          JsonObject row = event.getJsonObject("payload").getJsonObject("data");
          yield new Heard.Row(row, event.getString("position"));
        }
        case "SUBSCRIBED" -> new Heard.Begun();
        case "AUTH_OK" -> new Heard.Nothing();
        case "GAP" -> new Heard.Gap(message);
        case "ERROR" ->
            "UNAVAILABLE".equals(message.getString("code"))
                ? new Heard.Later()
                : new Heard.Odd(message);
        default -> new Heard.Odd(message);
      };
    }
  },

  /** As supabase-js speaks; who comes back begins anew. */
  PHOENIX {
    @Override
    String path(String apikey, String token) {
      return "/realtime/v1/websocket?vsn=1.0.0&apikey=" + apikey;
    }

    @Override
    String question(String token, @Nullable String position) {
      return "{'topic':'realtime:rows','event':'phx_join','ref':'1','join_ref':'1','payload':"
          + "{'config':{'postgres_changes':"
          + "[{'event':'INSERT','schema':'public','table':'rt_log'}]},'access_token':'"
          + token
          + "'}}";
    }

    @Override
    Heard heard(JsonObject message) {
      JsonObject payload = message.getJsonObject("payload");
      return switch (message.getString("event")) {
        case "postgres_changes" ->
            new Heard.Row(payload.getJsonObject("data").getJsonObject("record"), null);
        case "system" ->
            "ok".equals(payload.getString("status")) ? new Heard.Begun() : new Heard.Later();
        case "phx_reply" ->
            "ok".equals(payload.getString("status")) ? new Heard.Nothing() : new Heard.Later();
        case "phx_error", "phx_close" -> new Heard.Later();
        case "presence_state" -> new Heard.Nothing();
        default -> new Heard.Odd(message);
      };
    }
  };

  /** What a message means. */
  sealed interface Heard {
    /** A row, and where it is if one can go on from there. */
    record Row(JsonObject columns, @Nullable String position) implements Heard {}

    /** What is committed from now on comes. */
    record Begun() implements Heard {}

    /** Something is missing. */
    record Gap(JsonObject message) implements Heard {}

    /** It can't be served now. */
    record Later() implements Heard {}

    /** Nothing of interest. */
    record Nothing() implements Heard {}

    /** What should not have come. */
    record Odd(JsonObject message) implements Heard {}
  }

  abstract String path(String apikey, String token);

  abstract String question(String token, @Nullable String position);

  abstract Heard heard(JsonObject message);
}
