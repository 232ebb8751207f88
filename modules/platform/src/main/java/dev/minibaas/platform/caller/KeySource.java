package dev.minibaas.platform.caller;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import java.security.Key;
import java.util.List;
import java.util.Set;

/** Public keys of tokens that may change while a service runs. */
public interface KeySource {

  /** No keys, ever. */
  KeySource NONE =
      new KeySource() {
        @Override
        public Set<JWSAlgorithm> algorithms() {
          return Set.of();
        }

        @Override
        public List<Key> find(JWSHeader header) {
          return List.of();
        }

        @Override
        public long version() {
          return 0;
        }
      };

  /** What its keys may sign with; signatures with a shared secret are never among it. */
  Set<JWSAlgorithm> algorithms();

  /**
   * The key of the header's {@code kid}, when that key's own algorithm is the header's. A header
   * only chooses among keys; what a key may do, the key says.
   */
  List<Key> find(JWSHeader header);

  /** Changes when a key was taken away: what was verified before counts no more. */
  long version();
}
