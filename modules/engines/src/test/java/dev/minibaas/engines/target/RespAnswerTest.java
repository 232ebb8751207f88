package dev.minibaas.engines.target;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RespAnswerTest {
  private static final long LIMIT = 1000;

  /** Hands out so many bytes at a time. */
  private static InputStream answer(String text, int chunk) {
    InputStream slow =
        new ByteArrayInputStream(text.getBytes(ISO_8859_1)) {
          @Override
          public synchronized int read(byte[] bytes, int offset, int length) {
            return super.read(bytes, offset, Math.min(length, chunk));
          }
        };
    return new RespAnswer(slow, LIMIT);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "+OK\r\n",
        "-ERR 99999 is too much\r\n",
        ":123456789012345678\r\n",
        "$0\r\n\r\n",
        "$-1\r\n$2\r\n$9\r\n+OK\r\n",
        "*-1\r\n+OK\r\n",
        "*2\r\n$12\r\n*9999\r\n$9999\r\n*1\r\n$3\r\n\n\n\n\r\n",
        "$1000\r\n"
      })
  void what_keeps_to_the_limit_passes_as_it_is(String text) throws IOException {
    for (int chunk : new int[] {1, 2, 3, 1000}) {
      assertThat(new String(answer(text, chunk).readAllBytes(), ISO_8859_1)).isEqualTo(text);
    }
    InputStream single = answer(text, 1);
    for (byte expected : text.getBytes(ISO_8859_1)) {
      assertThat(single.read()).isEqualTo(expected & 0xff);
    }
    assertThat(single.read()).isEqualTo(-1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "$1001\r\n",
        "*63\r\n",
        "$99999999999999999999999\r\n",
        "$0000000000000000000000001\r\n",
        "+OK\r\n$1073741824\r\n",
        "*1\r\n*1\r\n$1073741824\r\n",
        "$3\r\nabc\r\n$1001\r\n"
      })
  void what_announces_more_is_refused_before_the_line_ends(String text) {
    for (int chunk : new int[] {1, 2, 3, 1000}) {
      assertThatThrownBy(() -> answer(text, chunk).readAllBytes())
          .isInstanceOf(AnswerTooLarge.class);
    }
  }
}
