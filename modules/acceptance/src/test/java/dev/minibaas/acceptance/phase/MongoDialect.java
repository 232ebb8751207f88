package dev.minibaas.acceptance.phase;

import dev.minibaas.acceptance.http.Answer;

/** The forms in which clients of {@code /mongo/v1} write and read. */
enum MongoDialect {
  /** As the contract's README has it. */
  BARE("%s", "/data/"),
  /** As the first form of the earlier system had it. */
  DOCUMENT("{\"document\":%s}", "/data/"),
  /** As its second form had it, which had no envelope. */
  DATA("{\"data\":%s}", "/");

  private final String body;
  private final String place;

  MongoDialect(String body, String place) {
    this.body = body;
    this.place = place;
  }

  String create(String document) {
    return body.formatted(document);
  }

  /** A field of a document that came back. */
  String read(Answer answer, String field) {
    return answer.text(place + field);
  }
}
