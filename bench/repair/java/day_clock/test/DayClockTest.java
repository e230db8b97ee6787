public class DayClockTest {
  static int failed = 0;
  static int count = 0;

  static void check(String name, Object wanted, Object got) {
    boolean ok = wanted == null ? got == null : wanted.equals(got);
    if (!ok) failed++;
    System.out.println((ok ? "ok " : "not ok ") + ++count + " - " + name);
    if (!ok) System.out.println("# wanted " + wanted + ", got " + got);
  }

  static void prints() {
    check("morning", "07:05", new DayClock(7, 5).toString());
    check("midnight", "00:00", new DayClock(24, 0).toString());
    check("parsed", "18:30", DayClock.parse("18:30").toString());
  }

  static void adds() {
    check("later", "08:15", new DayClock(7, 30).plus(45).toString());
    check("tomorrow", "00:10", new DayClock(23, 50).plus(20).toString());
    check("earlier", "07:00", new DayClock(7, 30).plus(-30).toString());
  }

  static void yesterday() {
    check("yesterday", "23:50", new DayClock(0, 10).plus(-20).toString());
  }

  static void waits() {
    check("until", 90, new DayClock(7, 0).until(new DayClock(8, 30)));
    check("until tomorrow", 60, new DayClock(23, 30).until(new DayClock(0, 30)));
    check("night", true, new DayClock(22, 0).isNight());
    check("day", false, new DayClock(6, 0).isNight());
  }

  public static void main(String[] args) {
    prints();
    adds();
    yesterday();
    waits();
    System.out.println("1.." + count);
    if (failed > 0) System.exit(1);
  }
}
