package dev.minibaas.rest.parse;

/** A condition on one field. */
public record Filter(Field field, boolean negated, Operation operation) {}
