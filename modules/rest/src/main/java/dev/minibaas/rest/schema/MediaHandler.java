package dev.minibaas.rest.schema;

/**
 * A function of the database that makes a media type of rows or of a function's result.
 *
 * @param function an aggregate over rows, or the domain a function returns
 * @param target the relation whose rows it takes, the function whose result it is, or {@link
 *     #ANY_RELATION}
 * @param mediaType as in an Accept header
 * @param contentType as in the answer
 */
public record MediaHandler(Name function, Name target, String mediaType, String contentType) {
  public static final Name ANY_RELATION = new Name("pg_catalog", "anyelement");
}
