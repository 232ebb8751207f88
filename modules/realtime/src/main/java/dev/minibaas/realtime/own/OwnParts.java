package dev.minibaas.realtime.own;

import dev.minibaas.platform.caller.Authentication;
import dev.minibaas.realtime.hub.EventBus;
import dev.minibaas.realtime.hub.Hub;
import java.time.InstantSource;

/**
 * What the conversations of a node have in common.
 *
 * @param publishedPerSecond events, by one connection
 */
public record OwnParts(
    Hub hub,
    EventBus bus,
    Authentication authentication,
    InstantSource clock,
    Limits limits,
    int publishedPerSecond) {}
