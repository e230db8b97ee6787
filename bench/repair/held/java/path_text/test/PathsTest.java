public class PathsTest {
  static int failed = 0;
  static int count = 0;

  static void check(String name, Object wanted, Object got) {
    boolean ok = wanted.equals(got);
    if (!ok) failed++;
    System.out.println((ok ? "ok " : "not ok ") + ++count + " - " + name);
  }

  static Object extension(String path) {
    try {
      return Paths.extension(path);
    } catch (RuntimeException error) {
      return error;
    }
  }

  public static void main(String[] args) {
    check("plain", "txt", extension("a.txt"));
    check("in a folder", "gz", extension("x/b.tar.gz"));
    check("none", "", extension("x/readme"));
    check("hidden file", "", extension("home/.profile"));
    check("folder with a dot", "", extension("a.d/run"));
    check("normalize", "/a/c", Paths.normalize("/../a/./b/../c"));
    check("relative", "../a", Paths.normalize("x/../../a/"));
    System.out.println("1.." + count);
    if (failed > 0) System.exit(1);
  }
}
