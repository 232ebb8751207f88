package dev.minibaas.realtime.change;

/**
 * A column as it was when the change was made.
 *
 * @param type the name of the type in {@code pg_type}: {@code int4}, {@code timestamptz}, {@code
 *     _text}; of a domain, that of what it is based on
 * @param key whether it is part of the replica identity: of the primary key, unless the table says
 *     otherwise; every column with {@code replica identity full}
 */
public record Column(String name, String type, boolean key) {}
