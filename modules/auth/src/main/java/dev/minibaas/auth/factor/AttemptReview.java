package dev.minibaas.auth.factor;

import dev.minibaas.auth.entity.FactorType;
import java.util.Optional;
import java.util.UUID;

/** Has a say in every attempt to prove a factor: the hook {@code mfa_verification_attempt}. */
@FunctionalInterface
public interface AttemptReview {
  AttemptReview NONE = (user, factor, type, valid) -> Optional.empty();

  /** Why the attempt is rejected, whether it was right or wrong; empty to let it take its way. */
  Optional<String> rejection(UUID userId, UUID factorId, FactorType type, boolean valid);
}
