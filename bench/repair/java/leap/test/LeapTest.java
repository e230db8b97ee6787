public class LeapTest {
  static int failed = 0;
  static int count = 0;

  static void check(String name, Object wanted, Object got) {
    boolean ok = wanted.equals(got);
    if (!ok) failed++;
    System.out.println((ok ? "ok " : "not ok ") + ++count + " - " + name);
  }

  public static void main(String[] args) {
    check("century", false, Leap.isLeap(1900));
    check("plain", true, Leap.isLeap(2024));
    check("fourth", true, Leap.isLeap(2000));
    check("days", 365, Leap.days(2023));
    System.out.println("1.." + count);
    if (failed > 0) System.exit(1);
  }
}
