package dev.minibaas.mongo.document;

import dev.minibaas.platform.error.ApiError;
import dev.minibaas.platform.error.ErrorCode;
import org.bson.types.ObjectId;

/** A document's id: 24 hexadecimal digits. */
public final class DocumentId {
  private DocumentId() {}

  /**
   * @throws ApiError {@code invalid_id}
   */
  public static ObjectId of(String text) {
    if (!ObjectId.isValid(text)) {
      throw new ApiError(ErrorCode.INVALID_ID, "a document's id has 24 hexadecimal digits");
    }
    return new ObjectId(text);
  }
}
