package dev.minibaas.mongo.document;

import dev.minibaas.platform.error.ApiError;
import dev.minibaas.platform.error.ErrorCode;

/** A collection's name: letters, digits, {@code _} and {@code -}, so never one of the system's. */
public record CollectionName(String value) {
  private static final int MAX_LENGTH = 64;

  /**
   * @throws ApiError {@code invalid_collection}
   */
  public static CollectionName of(String text) {
    if (!isName(text)) {
      throw new ApiError(
          ErrorCode.INVALID_COLLECTION,
          "a collection's name has 1 to 64 letters, digits, underscores and hyphens");
    }
    return new CollectionName(text);
  }

  /** Whether clients can name it. */
  public static boolean isName(String text) {
    return !text.isEmpty() && text.length() <= MAX_LENGTH && text.chars().allMatch(Letters::isWord);
  }

  @Override
  public String toString() {
    return value;
  }
}
