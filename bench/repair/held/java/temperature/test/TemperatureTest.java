public class TemperatureTest {
  static int failed = 0;
  static int count = 0;

  static void check(String name, Object wanted, Object got) {
    boolean ok = wanted.equals(got);
    if (!ok) failed++;
    System.out.println((ok ? "ok " : "not ok ") + ++count + " - " + name);
  }

  public static void main(String[] args) {
    check("warm", 7, Temperature.warmest(new int[] {1, 7, 3}));
    check("cold", -2, Temperature.warmest(new int[] {-5, -2, -9}));
    System.out.println("1.." + count);
    if (failed > 0) System.exit(1);
  }
}
