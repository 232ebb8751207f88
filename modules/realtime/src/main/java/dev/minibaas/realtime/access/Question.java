package dev.minibaas.realtime.access;

import dev.minibaas.realtime.change.Change;

/** May this identity see this change? Equal questions are asked once. */
public record Question(Change change, Identity identity) {}
