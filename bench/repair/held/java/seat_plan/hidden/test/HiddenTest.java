public class HiddenTest {
  static int failed = 0;
  static int count = 0;

  static void check(String name, Object wanted, Object got) {
    boolean ok = wanted.equals(got);
    if (!ok) failed++;
    System.out.println((ok ? "ok " : "not ok ") + ++count + " - " + name);
  }

  public static void main(String[] args) {
    SeatPlan plan = new SeatPlan(3, 5);
    check("whole row", "0:0", plan.takeTogether(5));
    check("too many", "", plan.takeTogether(6));
    plan.take(1, 2);
    check("left of it", "1:0", plan.takeTogether(2));
    check("right of it", "1:3", plan.takeTogether(2));
    check("last row", "2:0", plan.takeTogether(4));
    check("one", "2:4", plan.takeTogether(1));
    check("full", 0, plan.free());
    check("none", "", plan.takeTogether(1));
    System.out.println("1.." + count);
    if (failed > 0) System.exit(1);
  }
}
