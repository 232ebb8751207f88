package dev.minibaas.mongo.store;

import java.time.Duration;

/**
 * How MongoDB is reached.
 *
 * @param database in which all collections are
 * @param maxPool connections at most
 * @param minPool connections kept open
 * @param patience how long a request waits for a server or a connection
 * @param maxTime how long the server may work on one query
 */
public record StoreConfig(
    MongoAddress address,
    String database,
    int maxPool,
    int minPool,
    Duration patience,
    Duration maxTime) {}
