import java.util.Arrays;

public class TextTableTest {
  static int failed = 0;
  static int count = 0;

  static void check(String name, Object wanted, Object got) {
    boolean ok = wanted == null ? got == null : wanted.equals(got);
    if (!ok) failed++;
    System.out.println((ok ? "ok " : "not ok ") + ++count + " - " + name);
    if (!ok) System.out.println("# wanted " + wanted + ", got " + got);
  }

  static String widths(TextTable table) {
    return Arrays.toString(table.widths());
  }

  static void widths() {
    check("grows", "[1, 3]", widths(new TextTable().row("a", "bcd").row("e", "f")));
    check("missing cells", "[2, 4]", widths(new TextTable().row("ab").row("c", "defg")));
    check("none", "[]", widths(new TextTable()));
  }

  static void narrowColumn() {
    check("narrow", "[5, 2]", widths(new TextTable().row("apple", "12").row("fig", "7")));
  }

  static void text() {
    check("text", "a   | b\nccc | d\n", new TextTable().row("a", "b").row("ccc", "d").toString());
  }

  public static void main(String[] args) {
    widths();
    narrowColumn();
    text();
    System.out.println("1.." + count);
    if (failed > 0) System.exit(1);
  }
}
