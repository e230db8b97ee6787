import java.util.ArrayList;
import java.util.List;

/** Rows of cells as text, in columns that are as wide as they must be. */
public class TextTable {
  private final List<String[]> rows = new ArrayList<>();

  TextTable row(String... cells) {
    rows.add(cells);
    return this;
  }

  private int columns() {
    int most = 0;
    for (String[] row : rows) most = Math.max(most, row.length);
    return most;
  }

  int[] widths() {
    int[] widths = new int[columns()];
    int width = 0;
    for (int column = 0; column < widths.length; ++column) {
      for (String[] row : rows) {
        if (column < row.length) width = Math.max(width, row[column].length());
      }
      widths[column] = width;
    }
    return widths;
  }

  @Override
  public String toString() {
    int[] widths = widths();
    StringBuilder text = new StringBuilder();
    for (String[] row : rows) {
      StringBuilder line = new StringBuilder();
      for (int column = 0; column < row.length; ++column) {
        if (column > 0) line.append(" | ");
        line.append(row[column]).append(" ".repeat(widths[column] - row[column].length()));
      }
      text.append(line.toString().stripTrailing()).append('\n');
    }
    return text.toString();
  }
}
