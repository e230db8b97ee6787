import java.time.LocalDate;
import java.util.List;

public class TaskListTest {
  static int failed = 0;
  static int count = 0;

  static void check(String name, Object wanted, Object got) {
    boolean ok = wanted == null ? got == null : wanted.equals(got);
    if (!ok) failed++;
    System.out.println((ok ? "ok " : "not ok ") + ++count + " - " + name);
    if (!ok) System.out.println("# wanted " + wanted + ", got " + got);
  }

  static LocalDate day(int day) {
    return LocalDate.of(2024, 5, day);
  }

  static void byDate() {
    TaskList list = new TaskList();
    list.add("later", 1, day(9));
    list.add("sooner", 1, day(2));
    list.add("also later", 1, day(9));
    check("by date and title", List.of("sooner", "also later", "later"), list.agenda());
  }

  static void byPriority() {
    TaskList list = new TaskList();
    list.add("some day", 1, day(3));
    list.add("urgent", 5, day(3));
    check("urgent first", List.of("urgent", "some day"), list.agenda());
  }

  static void done() {
    TaskList list = new TaskList();
    list.add("a", 1, day(1));
    list.add("b", 1, day(2));
    check("finish", true, list.finish("a"));
    check("only once", false, list.finish("a"));
    check("open", List.of("b"), list.agenda());
    check("overdue", 1L, list.overdue(day(3)));
    check("not yet", 0L, list.overdue(day(2)));
  }

  static void more() {
    TaskList list = new TaskList();
    list.add("e", 1, day(1));
    list.add("c", 2, day(9));
    list.add("b", 2, day(3));
    list.add("a", 3, day(20));
    list.add("d", 2, day(9));
    list.add("z", -4, day(1));
    check("all keys", List.of("a", "b", "c", "d", "e", "z"), list.agenda());
    list.finish("b");
    check("without", List.of("a", "c", "d", "e", "z"), list.agenda());
  }

  public static void main(String[] args) {
    byDate();
    byPriority();
    done();
    more();
    System.out.println("1.." + count);
    if (failed > 0) System.exit(1);
  }
}
