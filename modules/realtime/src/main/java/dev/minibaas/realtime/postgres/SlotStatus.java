package dev.minibaas.realtime.postgres;

/**
 * How a slot is doing.
 *
 * @param active whether a node reads it
 * @param unconfirmedBytes of PostgreSQL's log since what was confirmed: the lag of the window
 * @param retainedBytes of PostgreSQL's log that the slot keeps on the disk
 * @param walStatus PostgreSQL's word: reserved, extended, unreserved or lost
 */
public record SlotStatus(
    boolean active, long unconfirmedBytes, long retainedBytes, String walStatus) {}
