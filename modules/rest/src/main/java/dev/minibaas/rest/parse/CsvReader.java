package dev.minibaas.rest.parse;

import dev.minibaas.rest.error.RestError;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** CSV with a header row (RFC 4180), as a JSON array of objects whose values are all texts. */
final class CsvReader {
  private final String text;
  private int position;

  private CsvReader(String text) {
    this.text = text;
  }

  static String toJson(String csv) {
    List<List<String>> rows = new CsvReader(csv).rows();
    if (rows.isEmpty()) {
      throw RestError.unusableBody("parse error (not enough input) at \"\"");
    }
    List<Map<String, @Nullable String>> objects = new ArrayList<>();
    List<String> header = rows.get(0);
    for (List<String> row : rows.subList(1, rows.size())) {
      if (row.size() != header.size()) {
        throw RestError.unusableBody("All lines must have same number of fields");
      }
      Map<String, @Nullable String> object = new LinkedHashMap<>();
      for (int i = 0; i < row.size(); i++) {
        object.put(header.get(i), row.get(i).equals("NULL") ? null : row.get(i));
      }
      objects.add(object);
    }
    StringBuilder out = new StringBuilder();
    JsonText.write(out, objects);
    return out.toString();
  }

  private List<List<String>> rows() {
    List<List<String>> rows = new ArrayList<>();
    while (position < text.length()) {
      List<String> row = row();
      boolean isBlankLine = row.size() == 1 && row.get(0).isEmpty();
      if (!isBlankLine) {
        rows.add(row);
      }
    }
    return rows;
  }

  private List<String> row() {
    List<String> cells = new ArrayList<>();
    do {
      cells.add(accept('"') ? quoted() : plain());
    } while (accept(','));
    accept('\r');
    if (position < text.length() && !accept('\n')) {
      throw RestError.unusableBody("parse error in CSV at character " + (position + 1));
    }
    return cells;
  }

  private String plain() {
    int start = position;
    while (position < text.length() && ",\r\n".indexOf(text.charAt(position)) < 0) {
      position++;
    }
    return text.substring(start, position);
  }

  private String quoted() {
    StringBuilder cell = new StringBuilder();
    while (position < text.length()) {
      if (!accept('"')) {
        cell.append(text.charAt(position++));
      } else if (accept('"')) {
        cell.append('"');
      } else {
        return cell.toString();
      }
    }
    throw RestError.unusableBody("parse error in CSV: a quote is not closed");
  }

  private boolean accept(char wanted) {
    if (position < text.length() && text.charAt(position) == wanted) {
      position++;
      return true;
    }
    return false;
  }
}
