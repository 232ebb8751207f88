package dev.minibaas.auth.factor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.google.zxing.BinaryBitmap;
import com.google.zxing.RGBLuminanceSource;
import com.google.zxing.common.GlobalHistogramBinarizer;
import com.google.zxing.qrcode.QRCodeReader;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class QrCodeTest {
  private static final String URI = Totp.uri(Totp.newSecret(), "example.org", "ann@example.org");

  @Test
  void aScannerReadsIt() throws Exception {
    assertThat(scanned(QrCode.svg(URI))).isEqualTo(URI);
  }

  @Test
  void itStandsInADataUriAsItIs() {
    assertThat(QrCode.svg(URI)).startsWith("<svg ").endsWith("</svg>").doesNotContain("#", "%");
  }

  @Test
  void whatNoCodeHoldsIsRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> QrCode.svg("x".repeat(10_000)));
  }

  /** Paints the modules of the SVG, eight pixels each, and has another program read them. */
  private static String scanned(String svg) throws Exception {
    Matcher size = Pattern.compile("viewBox=\"0 0 (\\d+) ").matcher(svg);
    assertThat(size.find()).isTrue();
    int modules = Integer.parseInt(size.group(1));
    int[] pixels = new int[modules * 8 * modules * 8];
    Arrays.fill(pixels, 0xffffff);
    Matcher module = Pattern.compile("M(\\d+) (\\d+)h1v1h-1z").matcher(svg);
    while (module.find()) {
      int left = Integer.parseInt(module.group(1)) * 8;
      int top = Integer.parseInt(module.group(2)) * 8;
      for (int i = 0; i < 64; i++) {
        pixels[(top + i / 8) * modules * 8 + left + i % 8] = 0;
      }
    }
    var source = new RGBLuminanceSource(modules * 8, modules * 8, pixels);
    return new QRCodeReader()
        .decode(new BinaryBitmap(new GlobalHistogramBinarizer(source)))
        .getText();
  }
}
