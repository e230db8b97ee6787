import java.util.List;

public class PhoneBookTest {
  static int failed = 0;
  static int count = 0;

  static void check(String name, Object wanted, Object got) {
    boolean ok = wanted.equals(got);
    if (!ok) failed++;
    System.out.println((ok ? "ok " : "not ok ") + ++count + " - " + name);
  }

  static Object find(PhoneBook book, String name) {
    try {
      return book.find(name);
    } catch (RuntimeException error) {
      return error;
    }
  }

  public static void main(String[] args) {
    PhoneBook book = new PhoneBook();
    book.add("bob", "1");
    book.add("bob", "2");
    book.add("ann", "3");
    check("first", "1", find(book, "bob"));
    check("unknown", "", find(book, "eve"));
    check("names", List.of("ann", "bob"), book.names());
    check("removed", true, book.remove("ann", "3"));
    check("no name left", List.of("bob"), book.names());
    check("not there", false, book.remove("eve", "1"));
    System.out.println("1.." + count);
    if (failed > 0) System.exit(1);
  }
}
