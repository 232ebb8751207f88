package dev.minibaas.permissions;

import dev.minibaas.platform.body.JsonBody;
import dev.minibaas.platform.body.Uuids;
import dev.minibaas.platform.caller.Caller;
import dev.minibaas.platform.error.ApiError;
import dev.minibaas.platform.error.ErrorCode;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Whether a user may do something.
 *
 * @param owner the user whose resource it is, when that is known
 * @param aal how surely the user was authenticated: {@code aal2} with a second factor
 * @param address of the client
 */
record Question(
    UUID user,
    String resourceType,
    String resourceName,
    String action,
    @Nullable String owner,
    @Nullable String aal,
    @Nullable String address) {

  /**
   * A user asks about themselves; the service role asks about the user that it names, with what it
   * knows of that user's token and address.
   */
  static Question of(JsonBody body, Caller caller, String peer) {
    body.only(
        "resource_type", "resource_name", "action", "owner_id", "user_id", "aal", "ip_address");
    boolean isAsService = body.hasValue("user_id");
    if (!isAsService && (body.hasValue("aal") || body.hasValue("ip_address"))) {
      throw new ApiError(ErrorCode.INVALID_PAYLOAD, "aal and ip_address go with user_id");
    }
    if (isAsService && !caller.isService()) {
      throw new ApiError(ErrorCode.FORBIDDEN, "only the service role asks about other users");
    }
    return new Question(
        isAsService ? body.uuid("user_id") : userOf(caller),
        body.text("resource_type", 1, 64),
        body.text("resource_name", 1, 128),
        Action.of(body.text("action", 1, Action.MAX_LENGTH)),
        body.textOrNull("owner_id", 1, 255),
        isAsService ? body.textOrNull("aal", 1, 16) : aalOf(caller),
        isAsService ? body.textOrNull("ip_address", 1, 45) : peer);
  }

  /** Users of ours have UUIDs. */
  static UUID userOf(Caller caller) {
    UUID user = caller.subject() == null ? null : Uuids.parse(caller.subject());
    if (user == null || caller.role().equals(Caller.ANON)) {
      throw new ApiError(ErrorCode.UNAUTHORIZED, "this needs the token of a signed-in user");
    }
    return user;
  }

  private static @Nullable String aalOf(Caller caller) {
    return caller.claims().get("aal") instanceof String aal ? aal : null;
  }
}
