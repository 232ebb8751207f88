package dev.minibaas.realtime.channels;

import static dev.minibaas.realtime.phoenix.Replies.Refusal.INVALID_PRESENCE;
import static dev.minibaas.realtime.phoenix.Replies.Refusal.INVALID_TOKEN;
import static dev.minibaas.realtime.phoenix.Replies.Refusal.NOT_JOINED;
import static dev.minibaas.realtime.phoenix.Replies.Refusal.NO_REPLAY;
import static dev.minibaas.realtime.phoenix.Replies.Refusal.PAYLOAD_TOO_LARGE;
import static dev.minibaas.realtime.phoenix.Replies.Refusal.TOO_MANY_BINDINGS;
import static dev.minibaas.realtime.phoenix.Replies.Refusal.TOO_MANY_CHANNELS;
import static dev.minibaas.realtime.phoenix.Replies.Refusal.TOO_MANY_JOINS;
import static dev.minibaas.realtime.phoenix.Replies.Refusal.TOO_MANY_MESSAGES;
import static dev.minibaas.realtime.phoenix.Replies.Refusal.UNAUTHORIZED;
import static dev.minibaas.realtime.phoenix.Replies.Refusal.UNAVAILABLE;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.minibaas.platform.caller.InvalidToken;
import dev.minibaas.platform.log.Log;
import dev.minibaas.platform.sql.SqlFailure;
import dev.minibaas.realtime.access.Bearer;
import dev.minibaas.realtime.access.ChannelRights.Rights;
import dev.minibaas.realtime.access.Identity;
import dev.minibaas.realtime.phoenix.ClientEvent;
import dev.minibaas.realtime.phoenix.InvalidFrame;
import dev.minibaas.realtime.phoenix.JoinPayload;
import dev.minibaas.realtime.phoenix.Outgoing;
import dev.minibaas.realtime.phoenix.Push;
import dev.minibaas.realtime.phoenix.Replies;
import dev.minibaas.realtime.phoenix.Replies.Refusal;
import dev.minibaas.realtime.phoenix.Serializer;
import dev.minibaas.realtime.socket.Allowance;
import dev.minibaas.realtime.socket.Conversation;
import dev.minibaas.realtime.socket.Handshake;
import dev.minibaas.realtime.socket.Outbox;
import jakarta.json.JsonObject;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One client of supabase-js: which channels it is in, and what it does there. */
public final class PhoenixConversation implements Conversation {
  static final int UNSUPPORTED = 1003;
  static final int MALFORMED = 1007;

  private static final Logger LOG = Log.of(PhoenixConversation.class);
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final String OPAQUE_KEY = "sb_";
  private static final String NO_DATABASE = "the database can't be asked at the moment";

  private final Handshake handshake;
  private final Outbox outbox;
  private final PhoenixParts parts;
  private final PhoenixLimits limits;
  private final Serializer serializer;
  private final Allowance joins;
  private final Allowance events;

  /** By the names of the channels. */
  private final Map<String, Seat> seats = new HashMap<>();

  public PhoenixConversation(Handshake handshake, Outbox outbox, PhoenixParts parts) {
    this.handshake = handshake;
    this.outbox = outbox;
    this.parts = parts;
    this.limits = parts.limits();
    this.joins = new Allowance(parts.clock(), limits.joinsPerSecond(), SECOND);
    this.events = new Allowance(parts.clock(), limits.eventsPerSecond(), SECOND);
    Serializer wanted = Serializer.of(handshake.vsn()).orElse(null);
    this.serializer = wanted == null ? Serializer.V1 : wanted;
    if (wanted == null) {
      outbox.close(UNSUPPORTED, "unknown vsn: 1.0.0 and 2.0.0 are spoken here");
    }
  }

  @Override
  public void text(String message) {
    // three bytes a character at most: short texts needn't be measured
    int bytes =
        message.length() <= limits.payloadBytes() / 3
            ? message.length()
            : message.getBytes(UTF_8).length;
    handle(() -> serializer.read(message), bytes);
  }

  @Override
  public void binary(ByteBuffer message) {
    int bytes = message.remaining();
    handle(() -> serializer.read(message), bytes);
  }

  @Override
  public void tick() {
    Instant now = parts.clock().instant();
    for (Seat seat : List.copyOf(seats.values())) {
      if (seat.bearer().isDue(now)) {
        try {
          seat.renew(seat.bearer().again(parts.authentication(), now));
        } catch (InvalidToken e) {
          stop(seat, INVALID_TOKEN.text(String.valueOf(e.getMessage())));
          continue;
        }
      }
      seat.feed().tick();
    }
  }

  @Override
  public void closed() {
    seats
        .values()
        .forEach(seat -> {
          seat.member().abandon();
          vacate(seat);
        });
    seats.clear();
  }

  private void handle(Supplier<Push> frame, int bytes) {
    if (outbox.isClosed()) {
      return;
    }
    Push push;
    try {
      push = frame.get();
    } catch (InvalidFrame e) {
      int code =
          switch (e.reason()) {
            case NO_BINARY, UNKNOWN_KIND, UNKNOWN_ENCODING -> UNSUPPORTED;
            case NOT_JSON, NOT_A_MESSAGE, WRONG_TYPE, NOT_AN_OBJECT -> MALFORMED;
            case TRUNCATED, NOT_UTF8, NOT_JSON_PAYLOAD -> MALFORMED;
          };
      outbox.close(code, e.reason().text());
      return;
    }
    if (bytes > limits.payloadBytes()) {
      String most = "a message has at most " + limits.payloadBytes() / 1024 + " KB";
      refuse(push, PAYLOAD_TOO_LARGE, most);
      return;
    }
    handle(push, ClientEvent.of(push));
  }

  private void handle(Push push, ClientEvent event) {
    switch (event) {
      case ClientEvent.Heartbeat heartbeat -> tell(Replies.ok(push));
      case ClientEvent.Join(String channel, JoinPayload payload) -> join(push, channel, payload);
      case ClientEvent.Leave(String channel) -> leave(push, channel);
      case ClientEvent.Unknown unknown -> {
        if (mayGoOn(push, seats.get(ClientEvent.channel(push.topic()).orElse("")))) {
          tell(Replies.refused(push, unknown));
        }
      }
      case ClientEvent.AccessToken(String channel, String token) ->
          inSeat(push, channel, seat -> accessToken(seat, token));
      case ClientEvent.Broadcast broadcast ->
          inSeat(push, broadcast.channel(), seat -> broadcast(push, seat, broadcast));
      case ClientEvent.Track track ->
          inSeat(
              push, track.channel(), seat -> presence(push, seat, () -> track(push, seat, track)));
      case ClientEvent.Untrack untrack ->
          inSeat(
              push,
              untrack.channel(),
              seat ->
                  presence(
                      push,
                      seat,
                      () -> {
                        parts.channels().untrack(seat.member());
                        seat.member().reply(Replies.ok(push));
                      }));
    }
  }

  private void inSeat(Push push, String channel, Consumer<Seat> action) {
    Seat seat = seats.get(channel);
    if (!mayGoOn(push, seat)) {
      return;
    }
    if (seat == null) {
      refuse(push, NOT_JOINED, "join the channel first");
      return;
    }
    action.accept(seat);
  }

  /** A client that sends too much loses the channel. */
  private boolean mayGoOn(Push push, @Nullable Seat seat) {
    if (events.take()) {
      return true;
    }
    refuse(push, TOO_MANY_MESSAGES, "Too many messages per second");
    if (seat != null) {
      stop(seat, "Too many messages per second");
    }
    return false;
  }

  private void join(Push push, String channel, JoinPayload payload) {
    Seat former = seats.remove(channel);
    if (former != null) {
      former.member().close();
      vacate(former);
    }
    if (!payload.problems().isEmpty()) {
      LOG.log(Level.INFO, "a join with parts that are ignored: {0}", payload.problems());
    }
    if (!joins.take()) {
      refuse(push, TOO_MANY_JOINS, "Too many joins per second");
    } else if (seats.size() >= limits.channels()) {
      refuse(push, TOO_MANY_CHANNELS, "Too many channels");
    } else if (payload.changes().size() > limits.bindings()) {
      String most = "at most " + limits.bindings() + " postgres_changes in a channel";
      refuse(push, TOO_MANY_BINDINGS, most);
    } else if (payload.broadcasts().replay() != null && !payload.isPrivate()) {
      refuse(push, NO_REPLAY, "Replay is not allowed for public channels");
    } else {
      admit(push, channel, payload);
    }
  }

  private void admit(Push push, String channel, JoinPayload payload) {
    try {
      Bearer bearer = bearer(payload.accessToken());
      Rights rights = rights(bearer.identity(), channel, payload.isPrivate());
      if (!rights.reads()) {
        refuse(
            push,
            UNAUTHORIZED,
            "You do not have permissions to read from this Channel topic: " + channel);
        return;
      }
      seat(push, new ChannelKey(channel, payload.isPrivate()), payload, bearer, rights);
    } catch (InvalidToken e) {
      refuse(push, INVALID_TOKEN, String.valueOf(e.getMessage()));
    } catch (SqlFailure e) {
      LOG.log(Level.WARNING, "a channel can't be joined: the database can't be asked", e);
      refuse(push, UNAVAILABLE, NO_DATABASE);
    }
  }

  private void seat(
      Push push, ChannelKey channel, JoinPayload payload, Bearer bearer, Rights rights) {
    var member =
        new Member(
            outbox, serializer, channel, push.joinRef(), payload.presence().enabled(), rights);
    var seat = new Seat(member, payload, bearer, new ChangesFeed(member, payload, parts), parts);
    // first the live messages, then the past ones: so none is between
    parts.channels().join(member);
    List<Outgoing.Broadcast> past;
    try {
      past = past(bearer.identity(), channel, payload, rights);
    } catch (SqlFailure e) {
      parts.channels().leave(member);
      throw e;
    }
    member.open(Replies.joined(push, payload.changes()), past, ids(past));
    seats.put(channel.name(), seat);
    seat.feed().subscribe(bearer.identity());
  }

  private List<Outgoing.Broadcast> past(
      Identity identity, ChannelKey channel, JoinPayload payload, Rights rights) {
    JoinPayload.Replay wanted = payload.broadcasts().replay();
    return wanted == null || !rights.readBroadcast()
        ? List.of()
        : parts.replays().read(identity, channel.name(), wanted, handshake.headers());
  }

  private static Set<String> ids(List<Outgoing.Broadcast> past) {
    return past.stream()
        .map(Outgoing.Broadcast::metadata)
        .map(metadata -> metadata == null ? "" : metadata.getString("id", ""))
        .collect(Collectors.toSet());
  }

  private void leave(Push push, String channel) {
    Seat seat = seats.remove(channel);
    tell(Replies.ok(push));
    if (seat != null) {
      seat.member().close();
      vacate(seat);
    }
  }

  private void accessToken(Seat seat, @Nullable String token) {
    if (token == null || token.startsWith(OPAQUE_KEY) || token.equals(seat.bearer().token())) {
      return;
    }
    ChannelKey channel = seat.member().channel();
    try {
      Bearer bearer = bearer(token);
      Rights rights = rights(bearer.identity(), channel.name(), channel.isPrivate());
      if (hasLost(seat.member().rights(), rights)) {
        stop(
            seat,
            "You no longer have permission to read from this Channel topic: " + channel.name());
        return;
      }
      boolean isOther = !bearer.identity().equals(seat.bearer().identity());
      seat.renew(bearer);
      seat.member().rights(rights);
      if (isOther) {
        seat.feed().subscribe(bearer.identity());
      }
    } catch (InvalidToken e) {
      stop(seat, INVALID_TOKEN.text(String.valueOf(e.getMessage())));
    } catch (SqlFailure e) {
      LOG.log(Level.WARNING, "a channel is closed: the database can't be asked", e);
      stop(seat, UNAVAILABLE.text(NO_DATABASE));
    }
  }

  private static boolean hasLost(Rights before, Rights now) {
    return before.readBroadcast() && !now.readBroadcast()
        || before.readPresence() && !now.readPresence();
  }

  private void broadcast(Push push, Seat seat, ClientEvent.Broadcast broadcast) {
    Member member = seat.member();
    if (!member.rights().writeBroadcast()) {
      return; // as the contract has it: without a word
    }
    JoinPayload.Broadcasts wants = seat.join().broadcasts();
    parts
        .channels()
        .broadcast(
            new NodeMessage.Broadcast(
                member.channel(), broadcast.event(), broadcast.content(), null),
            wants.self() ? null : member);
    if (wants.ack()) {
      member.reply(Replies.ok(push));
    }
  }

  private void presence(Push push, Seat seat, Runnable action) {
    if (seat.mayCallPresence()) {
      action.run();
    } else {
      refuse(push, TOO_MANY_MESSAGES, "Client presence rate limit exceeded");
      stop(seat, "Client presence rate limit exceeded");
    }
  }

  private void track(Push push, Seat seat, ClientEvent.Track track) {
    Member member = seat.member();
    if (!(track.payload() instanceof JsonObject payload)) {
      refuse(push, INVALID_PRESENCE, "Presence track payload must be a map");
    } else if (!member.rights().writePresence()) {
      refuse(
          push,
          UNAUTHORIZED,
          "You do not have permissions to track presence in this Channel topic: "
              + track.channel());
    } else {
      parts.channels().track(member, seat.presenceKey(), payload);
      member.reply(Replies.ok(push));
    }
  }

  /** The server ends the channel, and says why. */
  private void stop(Seat seat, String reason) {
    seats.remove(seat.member().channel().name());
    seat.member().system(Replies.Extension.SYSTEM, false, reason);
    seat.member().close();
    vacate(seat);
  }

  private void vacate(Seat seat) {
    parts.channels().leave(seat.member());
    seat.feed().stop();
  }

  private Bearer bearer(@Nullable String token) throws InvalidToken {
    Instant now = parts.clock().instant();
    return token == null
        ? Bearer.ofKey(handshake.key(), parts.authentication(), now)
        : Bearer.of(token, parts.authentication(), now);
  }

  private Rights rights(Identity identity, String channel, boolean isPrivate) {
    return isPrivate ? parts.rights().rights(identity, channel, handshake.headers()) : Rights.ALL;
  }

  private void refuse(Push push, Refusal refusal, String text) {
    tell(Replies.refused(push, refusal, text));
  }

  private void tell(Outgoing message) {
    serializer.write(message).ifPresent(outbox::tell);
  }
}
