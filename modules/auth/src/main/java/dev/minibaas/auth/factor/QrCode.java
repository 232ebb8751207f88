package dev.minibaas.auth.factor;

import com.google.zxing.WriterException;
import com.google.zxing.qrcode.decoder.ErrorCorrectionLevel;
import com.google.zxing.qrcode.encoder.ByteMatrix;
import com.google.zxing.qrcode.encoder.Encoder;

/** Draws a text as a QR code. */
final class QrCode {
  /** Light modules around the code, which scanners need. */
  private static final int QUIET = 4;

  private static final int MODULE_PIXELS = 4;

  private QrCode() {}

  /**
   * SVG that can stand in a data URI as it is, as auth-js puts it there: no number sign and no
   * percent sign in it.
   */
  static String svg(String text) {
    ByteMatrix matrix = matrix(text);
    int size = matrix.getWidth() + 2 * QUIET;
    StringBuilder path = new StringBuilder();
    for (int y = 0; y < matrix.getHeight(); y++) {
      for (int x = 0; x < matrix.getWidth(); x++) {
        if (matrix.get(x, y) == 1) {
          path.append('M').append(x + QUIET).append(' ').append(y + QUIET).append("h1v1h-1z");
        }
      }
    }
    return """
    <svg xmlns="http://www.w3.org/2000/svg" width="%1$d" height="%1$d" viewBox="0 0 %2$d %2$d">\
    <rect width="%2$d" height="%2$d" fill="white"/><path d="%3$s" fill="black"/></svg>\
    """
        .formatted(size * MODULE_PIXELS, size, path);
  }

  private static ByteMatrix matrix(String text) {
    try {
      return Encoder.encode(text, ErrorCorrectionLevel.M).getMatrix();
    } catch (WriterException e) {
      throw new IllegalArgumentException("too long for a QR code", e);
    }
  }
}
