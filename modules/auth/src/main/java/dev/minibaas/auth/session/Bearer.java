package dev.minibaas.auth.session;

import dev.minibaas.auth.user.User;
import org.jspecify.annotations.Nullable;

/**
 * The user that a call's access token stands for.
 *
 * @param session null when the token names none, as hand-made ones do
 */
public record Bearer(User user, @Nullable Session session) {}
