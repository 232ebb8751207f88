package dev.minibaas.engines;

import com.mongodb.MongoConnectionPoolClearedException;
import com.mongodb.MongoException;
import com.mongodb.MongoExecutionTimeoutException;
import com.mongodb.MongoOperationTimeoutException;
import com.mongodb.MongoSecurityException;
import com.mongodb.MongoSocketException;
import com.mongodb.MongoSocketReadTimeoutException;
import com.mongodb.MongoTimeoutException;
import com.mongodb.MongoWriteException;
import dev.minibaas.engines.EngineFailure.Reason;

/** MongoDB's errors as ours. */
final class MongoFailures {
  private MongoFailures() {}

  static EngineFailure of(MongoException e) {
    return Jdbc.failure(reason(e), e);
  }

  private static Reason reason(MongoException e) {
    return switch (e) {
      case MongoSecurityException security -> Reason.LOGIN_REFUSED;
      case MongoExecutionTimeoutException timeout -> Reason.TIMEOUT;
      case MongoOperationTimeoutException timeout -> Reason.TIMEOUT;
      case MongoSocketReadTimeoutException timeout -> Reason.TIMEOUT;
      case MongoSocketException socket -> Reason.UNREACHABLE;
      case MongoConnectionPoolClearedException cleared -> Reason.UNREACHABLE;
      case MongoTimeoutException timeout -> Reason.UNREACHABLE;
      case MongoWriteException write -> ofCode(write.getError().getCode());
      default -> ofCode(e.getCode());
    };
  }

  private static Reason ofCode(int code) {
    return switch (code) {
      case 11000, 11001, 12582 -> Reason.DUPLICATE;
      case 121 -> Reason.CONSTRAINT;
      case 13, 31, 8000 -> Reason.NOT_PERMITTED;
      case 18 -> Reason.LOGIN_REFUSED;
      case 50, 262 -> Reason.TIMEOUT;
      case 2, 9, 14, 66, 16755 -> Reason.INVALID_VALUE;
      case 59 -> Reason.UNSUPPORTED; // a command that this server doesn't have
      case 10334, 17419, 17420 -> Reason.TOO_LARGE;
      default -> Reason.FAILED;
    };
  }
}
