package dev.minibaas.auth.session;

import dev.minibaas.auth.sql.Tx;
import dev.minibaas.auth.user.User;
import java.time.Instant;

/**
 * One refresh, when its rows are locked and its session was found valid.
 *
 * @param now when the call came
 */
record Refresh(Tx tx, Session session, User user, Instant now) {}
