public class UptimeTest {
  static int failed = 0;
  static int count = 0;

  static void check(String name, Object wanted, Object got) {
    boolean ok = wanted == null ? got == null : wanted.equals(got);
    if (!ok) failed++;
    System.out.println((ok ? "ok " : "not ok ") + ++count + " - " + name);
    if (!ok) System.out.println("# wanted " + wanted + ", got " + got);
  }

  static void millis() {
    check("a minute", 60_000L, Uptime.millis(0, 0, 1));
    check("a day", 86_400_000L, Uptime.millis(1, 0, 0));
  }

  static void parses() {
    check("parts", 273_900_000L, Uptime.parse("3d 4h 5m"));
    check("any order", 3_660_000L, Uptime.parse("1m 1h"));
    check("nonsense", -1L, Uptime.parse("3 days"));
    check("blank", -1L, Uptime.parse(" "));
  }

  static void formats() {
    check("minutes", "5m", Uptime.format(300_000));
    check("days", "1d 0h 1m", Uptime.format(86_460_000L));
  }

  static void month() {
    check("a month", 2_592_000_000L, Uptime.parse("30d"));
  }

  static void more() {
    check("a year", 31_536_000_000L, Uptime.millis(365, 0, 0));
    check("hours", 3_600_000L * 99_999, Uptime.parse("99999h"));
    check("minutes", 60_000L * 99_999, Uptime.parse("99999m"));
    check("ten years", 86_400_000L * 3_650 + 60_000, Uptime.millis(3_650, 0, 1));
    check("formatted", "400d 3h 2m", Uptime.format(Uptime.parse("400d 3h 2m")));
    for (int days = 0; days < 1000; days += 7)
      check("day " + days, days * 86_400_000L + 7_260_000L, Uptime.parse(days + "d 1m 2h"));
  }

  public static void main(String[] args) {
    millis();
    parses();
    formats();
    month();
    more();
    System.out.println("1.." + count);
    if (failed > 0) System.exit(1);
  }
}
