import java.util.Set;

public class ConfigTest {
  static int failed = 0;
  static int count = 0;

  static void check(String name, Object wanted, Object got) {
    boolean ok = wanted == null ? got == null : wanted.equals(got);
    if (!ok) failed++;
    System.out.println((ok ? "ok " : "not ok ") + ++count + " - " + name);
    if (!ok) System.out.println("# wanted " + wanted + ", got " + got);
  }

  static void own() {
    Config config = new Config(null).set("port", " 80 ").set("host", "here");
    check("text", "here", config.get("host"));
    check("number", 80, config.number("port", 1));
    check("no number", 7, config.number("host", 7));
  }

  static void inherited() {
    Config config = new Config(new Config(null).set("a", "1").set("b", "2")).set("b", "3");
    check("of the parent", "1", config.get("a"));
    check("own first", "3", config.get("b"));
    check("keys", Set.of("a", "b"), config.keys());
  }

  static void unknown() {
    Config config = new Config(new Config(null));
    check("otherwise", "x", config.get("a", "x"));
    check("number otherwise", 5, config.number("a", 5));
  }

  public static void main(String[] args) {
    own();
    inherited();
    unknown();
    System.out.println("1.." + count);
    if (failed > 0) System.exit(1);
  }
}
