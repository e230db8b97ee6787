public class SeatPlanTest {
  static int failed = 0;
  static int count = 0;

  static void check(String name, Object wanted, Object got) {
    boolean ok = wanted.equals(got);
    if (!ok) failed++;
    System.out.println((ok ? "ok " : "not ok ") + ++count + " - " + name);
  }

  public static void main(String[] args) {
    SeatPlan plan = new SeatPlan(2, 4);
    check("front left", "0:0", plan.takeTogether(2));
    check("beside", "0:2", plan.takeTogether(2));
    check("next row", "1:0", plan.takeTogether(3));
    check("no room", "", plan.takeTogether(2));
    check("free", 1, plan.free());
    check("taken", false, plan.take(0, 0));
    check("last seat", true, plan.take(1, 3));
    System.out.println("1.." + count);
    if (failed > 0) System.exit(1);
  }
}
