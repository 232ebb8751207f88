package dev.minibaas.auth.error;

import dev.minibaas.auth.json.JsonValues;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;

/** The two forms of an error body; the client's {@code X-Supabase-Api-Version} chooses. */
enum ErrorDialect {
  /**
   * {@code {"code":422,"error_code":"…","msg":"…","error_id":"…"}}, of clients that name no
   * version.
   */
  INITIAL {
    @Override
    JsonObjectBuilder body(AuthFailure failure, String requestId) {
      return JsonValues.object()
          .add("code", failure.status())
          .add("error_code", failure.code().wire())
          .add("msg", failure.publicMessage())
          .add("error_id", requestId);
    }
  },
  /** {@code {"code":"…","message":"…"}}. */
  V2024_01_01 {
    @Override
    JsonObjectBuilder body(AuthFailure failure, String requestId) {
      return JsonValues.object()
          .add("code", failure.code().wire())
          .add("message", failure.publicMessage());
    }
  };

  static final String HEADER = "X-Supabase-Api-Version";
  static final String NEWEST = "2024-01-01";

  abstract JsonObjectBuilder body(AuthFailure failure, String requestId);

  /** The dialect of a header's value; what is no date counts as the oldest version. */
  static ErrorDialect of(@Nullable String version) {
    if (version == null) {
      return INITIAL;
    }
    try {
      return LocalDate.parse(version).isBefore(LocalDate.parse(NEWEST)) ? INITIAL : V2024_01_01;
    } catch (DateTimeParseException e) {
      return INITIAL;
    }
  }

  /** The whole body of a failure that the contract knows. */
  String render(AuthFailure failure, String requestId) {
    JsonObjectBuilder body = body(failure, requestId);
    if (failure instanceof WeakPassword weak) {
      JsonArrayBuilder reasons = JsonValues.array();
      weak.reasons().forEach(reasons::add);
      body.add("weak_password", JsonValues.object().add("reasons", reasons));
    }
    return body.build().toString();
  }
}
