public class HiddenTest {
  static int failed = 0;
  static int count = 0;

  static void check(String name, Object wanted, Object got) {
    boolean ok = wanted.equals(got);
    if (!ok) failed++;
    System.out.println((ok ? "ok " : "not ok ") + ++count + " - " + name);
  }

  public static void main(String[] args) {
    check("empty", true, Palindrome.check(""));
    check("more", false, Palindrome.check("abca"));
    System.out.println("1.." + count);
    if (failed > 0) System.exit(1);
  }
}
