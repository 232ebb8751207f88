package dev.minibaas.auth.hook;

import dev.minibaas.auth.error.AuthFailure;
import dev.minibaas.auth.error.ErrorCode;
import dev.minibaas.auth.json.JsonValues;
import jakarta.json.JsonException;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;

/** What a hook answered. */
final class HookAnswer {
  private HookAnswer() {}

  /** The answer's object, unless it is an error: then that is the call's answer. */
  static JsonObject of(String json) {
    JsonObject answer = object(json);
    if (answer.get("error") instanceof JsonObject error) {
      String message = error.getString("message", "");
      if (!message.isEmpty()) {
        throw failure(error.get("http_code"), message);
      }
    }
    return answer;
  }

  private static JsonObject object(String json) {
    if (json.isBlank()) {
      return JsonValue.EMPTY_JSON_OBJECT;
    }
    try {
      return JsonValues.read(json) instanceof JsonObject object
          ? object
          : JsonValue.EMPTY_JSON_OBJECT;
    } catch (JsonException e) {
      throw new AuthFailure(500, ErrorCode.UNEXPECTED_FAILURE, "Error unmarshaling JSON output.")
          .because(e);
    }
  }

  private static AuthFailure failure(
      @org.jspecify.annotations.Nullable JsonValue code, String message) {
    int status = code instanceof JsonNumber number ? number.intValue() : 500;
    int sound = status >= 400 && status < 600 ? status : 500;
    return new AuthFailure(
        sound, sound == 500 ? ErrorCode.UNEXPECTED_FAILURE : ErrorCode.UNKNOWN, message);
  }

  /** Whether an attempt is to be refused. */
  static boolean isRejection(JsonObject answer) {
    return answer.getString("decision", "").equals("reject");
  }

  static String message(JsonObject answer, String fallback) {
    String message = answer.getString("message", "");
    return message.isEmpty() ? fallback : message;
  }
}
