package dev.minibaas.realtime.hub;

/**
 * What a hub has done with filters since its start.
 *
 * @param added subscriptions
 * @param rejected subscriptions with too many kinds of filters
 * @param filters different ones in use, of a topic or table each
 * @param evaluations events that were held against the filters
 * @param empty events that nobody wanted
 * @param slow evaluations of more than five milliseconds
 */
public record FilterIndex(
    long added,
    long removed,
    long rejected,
    long filters,
    long evaluations,
    long empty,
    long matches,
    long lastMicros,
    long peakMicros,
    long slow) {}
