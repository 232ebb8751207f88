package dev.minibaas.realtime.channels;

import dev.minibaas.platform.caller.Authentication;
import dev.minibaas.realtime.access.ChannelRights;
import dev.minibaas.realtime.access.Judge;
import dev.minibaas.realtime.hub.Hub;
import java.time.InstantSource;
import java.util.concurrent.Executor;

/**
 * What the conversations of a node have in common.
 *
 * @param executor for questions to the database about changes, which no socket waits for
 */
public record PhoenixParts(
    Channels channels,
    Hub hub,
    Judge judge,
    ChannelRights rights,
    Replays replays,
    Authentication authentication,
    Executor executor,
    InstantSource clock,
    PhoenixLimits limits) {}
