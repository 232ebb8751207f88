package dev.minibaas.platform.settings;

import org.jspecify.annotations.Nullable;

/**
 * One setting that a program asked for: what {@code .env.example} documents.
 *
 * @param name the variable, as in the environment
 * @param fallback the default, or null when the setting is required
 * @param secret whether its value must never be shown
 */
public record Setting(String name, @Nullable String fallback, boolean secret) {}
