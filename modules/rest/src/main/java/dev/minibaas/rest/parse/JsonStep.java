package dev.minibaas.rest.parse;

/**
 * One arrow of a JSON path.
 *
 * @param asText {@code ->>} rather than {@code ->}
 * @param isIndex an array position rather than a key
 */
public record JsonStep(boolean asText, boolean isIndex, String operand) {}
