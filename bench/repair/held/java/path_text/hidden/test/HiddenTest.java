public class HiddenTest {
  static int failed = 0;
  static int count = 0;

  static void check(String name, Object wanted, Object got) {
    boolean ok = wanted.equals(got);
    if (!ok) failed++;
    System.out.println((ok ? "ok " : "not ok ") + ++count + " - " + name);
  }

  public static void main(String[] args) {
    check("deep", "c", Paths.extension("/very/long/path/of.folders/a.b.c"));
    check("dot at the end", "", Paths.extension("x/a."));
    check("folder only", "", Paths.extension("x.y/"));
    check("hidden with one", "conf", Paths.extension("x/.app.conf"));
    check("short", "b", Paths.extension("y/a.b"));
    System.out.println("1.." + count);
    if (failed > 0) System.exit(1);
  }
}
