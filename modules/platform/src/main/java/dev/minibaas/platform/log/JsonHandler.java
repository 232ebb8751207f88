package dev.minibaas.platform.log;

import dev.minibaas.platform.web.RequestIds;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.SimpleFormatter;
import org.jspecify.annotations.Nullable;

/** Prints each record as one JSON object on one line. */
final class JsonHandler extends Handler {
  private static final Formatter MESSAGES = new SimpleFormatter();

  private final Service service;

  JsonHandler(Service service) {
    this.service = service;
  }

  @Override
  @SuppressWarnings("SystemOut") // standard output is where a container's log is read
  public void publish(LogRecord record) {
    if (isLoggable(record)) {
      System.out.println(line(record));
    }
  }

  String line(LogRecord record) {
    StringBuilder line = new StringBuilder(256).append('{');
    field(line, "time", record.getInstant().toString());
    field(line.append(','), "level", LogLevel.word(record.getLevel()));
    field(line.append(','), "service", service.name());
    field(line.append(','), "version", service.version());
    field(line.append(','), "request_id", RequestIds.current());
    field(line.append(','), "logger", record.getLoggerName());
    field(line.append(','), "message", MESSAGES.formatMessage(record));
    Throwable thrown = record.getThrown();
    if (thrown != null) {
      field(line.append(','), "cause", stack(thrown));
    }
    return line.append('}').toString();
  }

  private static String stack(Throwable thrown) {
    StringWriter text = new StringWriter();
    thrown.printStackTrace(new PrintWriter(text, true));
    return text.toString();
  }

  private static void field(StringBuilder line, String name, @Nullable String value) {
    line.append('"').append(name).append("\":\"");
    String text = value == null ? "" : value;
    for (int i = 0; i < text.length(); i++) {
      escape(line, text.charAt(i));
    }
    line.append('"');
  }

  private static void escape(StringBuilder line, char c) {
    switch (c) {
      case '"' -> line.append("\\\"");
      case '\\' -> line.append("\\\\");
      case '\n' -> line.append("\\n");
      case '\r' -> line.append("\\r");
      case '\t' -> line.append("\\t");
      default -> {
        if (c < ' ' || c == '\u2028' || c == '\u2029' || c == '\u007f') {
          line.append(String.format("\\u%04x", (int) c));
        } else {
          line.append(c);
        }
      }
    }
  }

  @Override
  public void flush() {
    System.out.flush();
  }

  @Override
  public void close() {}
}
