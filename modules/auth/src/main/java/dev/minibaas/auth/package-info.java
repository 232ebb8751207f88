/** Identity under {@code /auth/v1}: the application, its settings, and what it tells of itself. */
@NullMarked
package dev.minibaas.auth;

import org.jspecify.annotations.NullMarked;
