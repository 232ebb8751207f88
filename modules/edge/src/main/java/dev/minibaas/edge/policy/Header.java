package dev.minibaas.edge.policy;

/** A header that a transformer adds. */
public record Header(String name, String value) {}
