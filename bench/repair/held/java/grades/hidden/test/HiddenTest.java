import java.util.List;

public class HiddenTest {
  static int failed = 0;
  static int count = 0;

  static void check(String name, Object wanted, Object got) {
    boolean ok = wanted.equals(got);
    if (!ok) failed++;
    System.out.println((ok ? "ok " : "not ok ") + ++count + " - " + name);
  }

  public static void main(String[] args) {
    check("half", 1.5, Grades.mean(List.of(1, 2)));
    check("third", 0.3, Grades.mean(List.of(0, 0, 1)));
    check("below zero", -2.5, Grades.mean(List.of(-2, -3)));
    check("nine of ten", 89.9, Grades.mean(List.of(90, 90, 90, 90, 90, 90, 90, 90, 90, 89)));
    System.out.println("1.." + count);
    if (failed > 0) System.exit(1);
  }
}
