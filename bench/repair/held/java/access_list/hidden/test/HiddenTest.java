public class HiddenTest {
  static int failed = 0;
  static int count = 0;

  static void check(String name, Object wanted, Object got) {
    boolean ok = wanted.equals(got);
    if (!ok) failed++;
    System.out.println((ok ? "ok " : "not ok ") + ++count + " - " + name);
  }

  public static void main(String[] args) {
    AccessList list = new AccessList();
    for (int i = 0; i < 10; i++) list.grant("user" + i % 3, "right" + i % 2);
    check("pairs", 6, list.size());
    check("made later", true, list.allows("user" + 2, "right" + 1));
    check("nobody", false, list.allows("user" + 3, "right" + 1));
    check("revoke", 2, list.revokeAll("user" + 1));
    check("left", 4, list.size());
    System.out.println("1.." + count);
    if (failed > 0) System.exit(1);
  }
}
