package dev.minibaas.realtime.log;

import dev.minibaas.realtime.change.Position;

/** An event where it stands. */
public record Entry<E>(Position position, E event) {}
