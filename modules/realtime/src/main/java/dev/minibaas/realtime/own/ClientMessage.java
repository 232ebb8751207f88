package dev.minibaas.realtime.own;

import dev.minibaas.realtime.own.OwnError.Code;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.List;

/** What a client of the own protocol says. */
public sealed interface ClientMessage {
  String BEARER = "Bearer ";

  /** Who it is; without {@code Bearer}. */
  record Auth(String token) implements ClientMessage {}

  record Subscribe(Subscription subscription) implements ClientMessage {}

  /** Each item is answered by itself. */
  record SubscribeBatch(List<Item> items) implements ClientMessage {
    public SubscribeBatch {
      items = List.copyOf(items);
    }
  }

  /** Of a batch. */
  sealed interface Item {}

  record Wanted(Subscription subscription) implements Item {}

  record Refused(OwnError error) implements Item {}

  record Unsubscribe(String name) implements ClientMessage {}

  record Publish(Publication publication) implements ClientMessage {}

  record Ping() implements ClientMessage {}

  /**
   * @throws OwnError to be sent back
   */
  static ClientMessage parse(String text, Limits limits) {
    JsonObject json = Publication.object(text);
    var message = new Fields(json, Code.INVALID_MESSAGE);
    return switch (message.text("type", Limits.NAME)) {
      case "AUTH" -> new Auth(token(message.only("type", "token")));
      case "SUBSCRIBE" ->
          new Subscribe(
              Subscription.of(message.only("type", "sub_id", "topic", "filter", "options")));
      case "SUBSCRIBE_BATCH" -> batch(message.only("type", "subscriptions"), limits);
      case "UNSUBSCRIBE" ->
          new Unsubscribe(message.only("type", "sub_id").text("sub_id", Limits.NAME));
      case "PUBLISH" -> new Publish(Publication.of(json, limits));
      case "PING" -> {
        message.only("type");
        yield new Ping();
      }
      default ->
          throw message.wrong(
              "type must be AUTH, SUBSCRIBE, SUBSCRIBE_BATCH, UNSUBSCRIBE, PUBLISH or PING");
    };
  }

  private static String token(Fields message) {
    String token = message.text("token", Limits.TOKEN);
    return token.regionMatches(true, 0, BEARER, 0, BEARER.length())
        ? token.substring(BEARER.length()).strip()
        : token;
  }

  private static SubscribeBatch batch(Fields message, Limits limits) {
    if (!(message.field("subscriptions") instanceof JsonArray array) || array.isEmpty()) {
      throw message.wrong("subscriptions must be a list of at least one subscription");
    }
    if (array.size() > limits.subscriptions()) {
      throw new OwnError(
          Code.CAPACITY_EXCEEDED,
          "a connection has at most " + limits.subscriptions() + " subscriptions");
    }
    List<Item> items = new ArrayList<>();
    for (JsonValue element : array) {
      items.add(item(element, items.size()));
    }
    return new SubscribeBatch(items);
  }

  private static Item item(JsonValue element, int index) {
    if (!(element instanceof JsonObject object)) {
      return new Refused(
          new OwnError(Code.INVALID_MESSAGE, "subscriptions[" + index + "] must be an object"));
    }
    var fields = new Fields(object, Code.INVALID_MESSAGE);
    try {
      return new Wanted(Subscription.of(fields.only("sub_id", "topic", "filter", "options")));
    } catch (OwnError e) {
      return new Refused(
          new OwnError(e.code(), "subscriptions[" + index + "]: " + e.text(), e.subscription()));
    }
  }
}
