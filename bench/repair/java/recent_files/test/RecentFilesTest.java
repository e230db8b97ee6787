import java.util.List;

public class RecentFilesTest {
  static int failed = 0;
  static int count = 0;

  static void check(String name, Object wanted, Object got) {
    boolean ok = wanted == null ? got == null : wanted.equals(got);
    if (!ok) failed++;
    System.out.println((ok ? "ok " : "not ok ") + ++count + " - " + name);
    if (!ok) System.out.println("# wanted " + wanted + ", got " + got);
  }

  static void opens() {
    RecentFiles files = new RecentFiles(2);
    check("text", "text of a", files.open("a"));
    files.open("a");
    check("loads once", 1, files.loads());
    files.open("b");
    files.open("c");
    check("keeps two", List.of("b", "c"), files.names());
  }

  static void used() {
    RecentFiles files = new RecentFiles(2);
    files.open("a");
    files.open("b");
    files.open("a");
    files.open("c");
    check("keeps what was used", List.of("a", "c"), files.names());
  }

  public static void main(String[] args) {
    opens();
    used();
    System.out.println("1.." + count);
    if (failed > 0) System.exit(1);
  }
}
