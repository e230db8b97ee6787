import java.util.List;

public class GradesTest {
  static int failed = 0;
  static int count = 0;

  static void check(String name, Object wanted, Object got) {
    boolean ok = wanted.equals(got);
    if (!ok) failed++;
    System.out.println((ok ? "ok " : "not ok ") + ++count + " - " + name);
  }

  public static void main(String[] args) {
    check("whole", 80.0, Grades.mean(List.of(70, 90)));
    check("part", 66.7, Grades.mean(List.of(100, 100, 0)));
    check("none", 0.0, Grades.mean(List.of()));
    check("letter", 'B', Grades.letter(89.9));
    check("above", 1, Grades.above(List.of(50, 60, 61), 60));
    System.out.println("1.." + count);
    if (failed > 0) System.exit(1);
  }
}
