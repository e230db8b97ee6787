public class HiddenTest {
  static int failed = 0;
  static int count = 0;

  static void check(String name, Object wanted, Object got) {
    boolean ok = wanted.equals(got);
    if (!ok) failed++;
    System.out.println((ok ? "ok " : "not ok ") + ++count + " - " + name);
  }

  public static void main(String[] args) {
    PhoneBook book = new PhoneBook();
    check("empty book", "", book.find("x"));
    book.add("x", "7");
    book.add("x", "8");
    check("there", "7", book.find("x"));
    book.remove("x", "7");
    check("the next", "8", book.find("x"));
    book.remove("x", "8");
    check("none left", "", book.find("x"));
    System.out.println("1.." + count);
    if (failed > 0) System.exit(1);
  }
}
