public class AccessListTest {
  static int failed = 0;
  static int count = 0;

  static void check(String name, Object wanted, Object got) {
    boolean ok = wanted.equals(got);
    if (!ok) failed++;
    System.out.println((ok ? "ok " : "not ok ") + ++count + " - " + name);
  }

  public static void main(String[] args) {
    AccessList list = new AccessList();
    list.grant(new String("ann"), "read");
    check("granted", true, list.allows(new String("ann"), "read"));
    check("other right", false, list.allows("ann", "write"));
    list.grant(new String("ann"), "read");
    check("once", 1, list.size());
    check("revoked", 1, list.revokeAll("ann"));
    check("gone", false, list.allows("ann", "read"));
    System.out.println("1.." + count);
    if (failed > 0) System.exit(1);
  }
}
