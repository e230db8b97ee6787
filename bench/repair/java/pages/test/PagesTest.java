import java.util.List;

public class PagesTest {
  static int failed = 0;
  static int count = 0;

  static void check(String name, Object wanted, Object got) {
    boolean ok = wanted == null ? got == null : wanted.equals(got);
    if (!ok) failed++;
    System.out.println((ok ? "ok " : "not ok ") + ++count + " - " + name);
    if (!ok) System.out.println("# wanted " + wanted + ", got " + got);
  }

  static void fullPages() {
    Pages<String> pages = new Pages<>(List.of("a", "b", "c", "d"), 2);
    check("two pages", 2, pages.count());
    check("second", List.of("c", "d"), pages.page(2));
    check("third", List.of(), pages.page(3));
    check("next", true, pages.hasNext(1));
    check("no next", false, pages.hasNext(2));
  }

  static void lastPage() {
    Pages<String> pages = new Pages<>(List.of("a", "b", "c", "d", "e"), 2);
    check("three pages", 3, pages.count());
    check("label", "5-5 of 5", pages.label(3));
  }

  static void empty() {
    Pages<String> pages = new Pages<>(List.of(), 5);
    check("one page", 1, pages.count());
    check("empty page", List.of(), pages.page(1));
    check("empty label", "nothing", pages.label(1));
  }

  public static void main(String[] args) {
    fullPages();
    lastPage();
    empty();
    System.out.println("1.." + count);
    if (failed > 0) System.exit(1);
  }
}
