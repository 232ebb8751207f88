package dev.minibaas.mongo.store;

import com.mongodb.MongoBulkWriteException;
import com.mongodb.MongoCommandException;
import com.mongodb.MongoException;
import com.mongodb.MongoExecutionTimeoutException;
import com.mongodb.MongoServerException;
import com.mongodb.MongoWriteException;
import dev.minibaas.platform.error.ApiError;
import dev.minibaas.platform.error.ErrorCode;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What MongoDB and its driver throw, as what clients are told. Their texts are for the log. */
final class Failures {
  private static final int DUPLICATE_KEY = 11_000;
  private static final int VALIDATION = 121;

  /** The server is there but can't work now: steps down, starts, stops, or doesn't know us. */
  private static final Set<Integer> NOT_NOW =
      Set.of(6, 7, 13, 18, 89, 91, 189, 262, 9001, 10_058, 10_107, 11_600, 11_602, 13_435, 13_436);

  /** MaxTimeMSExpired, and the limits of memory of a sort, a stage and a result. */
  private static final Set<Integer> EXPENSIVE =
      Set.of(50, 146, 292, 10_334, 16_389, 16_819, 16_820, 16_945, 17_419, 17_420);

  /**
   * Of what a request may bring about: a path through a text, operators that don't go together, an
   * index that can't be. Codes from 10,000 on are the server's checks of single operators.
   */
  private static final Set<Integer> REQUEST =
      Set.of(
          2, 9, 14, 16, 28, 31, 34, 40, 52, 54, 55, 56, 57, 58, 67, 72, 85, 86, 96, 168, 171, 241);

  private static final int FIRST_OF_OPERATORS = 10_000;

  private Failures() {}

  static <T extends @Nullable Object> T mapped(Supplier<T> work) {
    try {
      return work.get();
    } catch (MongoException e) {
      throw of(e);
    }
  }

  static ApiError of(MongoException failure) {
    return switch (failure) {
      case MongoBulkWriteException bulk when !bulk.getWriteErrors().isEmpty() ->
          ofCode(bulk.getWriteErrors().getFirst().getCode(), failure);
      case MongoWriteException write -> ofCode(write.getError().getCode(), failure);
      case MongoExecutionTimeoutException timeout -> tooExpensive(timeout);
      case MongoCommandException command -> ofCode(command.getErrorCode(), failure);
      case MongoServerException server -> ofCode(server.getCode(), failure);
      default ->
          // no server, no connection, a connection that broke, a pool that stayed empty
          new ApiError(
              ErrorCode.MONGO_UNAVAILABLE, "the document database doesn't answer", failure);
    };
  }

  private static ApiError ofCode(int code, MongoException cause) {
    if (code == DUPLICATE_KEY) {
      return new ApiError(
          ErrorCode.DUPLICATE, "a unique index has a document with these values already", cause);
    }
    if (code == VALIDATION) {
      return new ApiError(
          ErrorCode.VALIDATION_FAILED, "the collection's validator refuses the document", cause);
    }
    if (EXPENSIVE.contains(code)) {
      return tooExpensive(cause);
    }
    if (NOT_NOW.contains(code)) {
      return new ApiError(
          ErrorCode.MONGO_UNAVAILABLE, "the document database can't work now", cause);
    }
    if (REQUEST.contains(code) || code >= FIRST_OF_OPERATORS) {
      return new ApiError(
          ErrorCode.INVALID_PAYLOAD, "the document database refuses the request", cause);
    }
    return new ApiError(ErrorCode.INTERNAL_ERROR, "internal error", cause);
  }

  private static ApiError tooExpensive(MongoException cause) {
    return new ApiError(
        ErrorCode.TOO_EXPENSIVE, "the request takes too long or too much memory", cause);
  }
}
