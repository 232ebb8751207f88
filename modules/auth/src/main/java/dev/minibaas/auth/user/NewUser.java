package dev.minibaas.auth.user;

import jakarta.json.JsonObject;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A user about to be written.
 *
 * @param email lower case, or null
 * @param phone digits, or null
 * @param passwordHash null for none
 */
public record NewUser(
    UUID id,
    String audience,
    String role,
    @Nullable String email,
    @Nullable String phone,
    @Nullable String passwordHash,
    boolean anonymous,
    JsonObject appMetadata,
    JsonObject userMetadata) {}
