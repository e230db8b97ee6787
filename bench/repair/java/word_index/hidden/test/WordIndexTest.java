import java.util.List;

public class WordIndexTest {
  static int failed = 0;
  static int count = 0;

  static void check(String name, Object wanted, Object got) {
    boolean ok = wanted == null ? got == null : wanted.equals(got);
    if (!ok) failed++;
    System.out.println((ok ? "ok " : "not ok ") + ++count + " - " + name);
    if (!ok) System.out.println("# wanted " + wanted + ", got " + got);
  }

  static WordIndex sample() {
    WordIndex index = new WordIndex();
    index.addLine("The tea is hot, the milk is cold.");
    index.addLine("Tea with milk");
    index.addLine("cold toast");
    return index;
  }

  static void finds() {
    check("milk", List.of(1, 2), sample().find("milk"));
    check("cold", List.of(1, 3), sample().find("COLD"));
    check("none", List.of(), sample().find("sugar"));
  }

  static void finds_in_any_case() {
    check("tea", List.of(1, 2), sample().find("tea"));
  }

  static void both() {
    check("both", List.of(1), sample().findBoth("hot", "milk"));
    check("not both", List.of(), sample().findBoth("hot", "toast"));
  }

  static void begins() {
    check("to", List.of("toast"), sample().words("to"));
  }

  static void more() {
    check("tea 2", List.of(1, 2), sample().find("TEA"));
    check("the", List.of(1), sample().find("The"));
    check("words", List.of("tea", "the", "toast"), sample().words("T"));
    check("all", List.of("cold", "hot", "is", "milk", "tea", "the", "toast", "with"), sample().words(""));
    check("both", List.of(1, 2), sample().findBoth("Tea", "MILK"));
    WordIndex index = new WordIndex();
    index.addLine("ONE One one");
    index.addLine("");
    index.addLine("ONE");
    check("lines", List.of(1, 3), index.find("oNe"));
    check("one word", List.of("one"), index.words("o"));
  }

  public static void main(String[] args) {
    finds();
    finds_in_any_case();
    both();
    begins();
    more();
    System.out.println("1.." + count);
    if (failed > 0) System.exit(1);
  }
}
