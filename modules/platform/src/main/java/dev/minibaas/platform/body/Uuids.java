package dev.minibaas.platform.body;

import dev.minibaas.platform.error.ApiError;
import dev.minibaas.platform.error.ErrorCode;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** UUIDs in their one full spelling; {@link UUID#fromString} takes shorter ones, too. */
public final class Uuids {
  private static final Pattern FORM =
      Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

  private Uuids() {}

  public static @Nullable UUID parse(String text) {
    return FORM.matcher(text).matches() ? UUID.fromString(text) : null;
  }

  /**
   * A part of a path.
   *
   * @throws ApiError {@code invalid_param}
   */
  public static UUID param(String name, String text) {
    UUID id = parse(text);
    if (id == null) {
      throw new ApiError(ErrorCode.INVALID_PARAM, name + " must be a UUID");
    }
    return id;
  }
}
