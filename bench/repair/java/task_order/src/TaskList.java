import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

public class TaskList {
  private final List<Task> tasks = new ArrayList<>();

  void add(String title, int priority, LocalDate due) {
    tasks.add(new Task(title, priority, due, false));
  }

  boolean finish(String title) {
    for (int i = 0; i < tasks.size(); ++i) {
      Task task = tasks.get(i);
      if (task.done() || !task.title().equals(title)) continue;
      tasks.set(i, task.finish());
      return true;
    }
    return false;
  }

  /** What is open: the highest priority first, then what is due first, then by title. */
  List<String> agenda() {
    List<Task> open = new ArrayList<>(tasks);
    open.removeIf(Task::done);
    open.sort(TaskList::compare);
    return open.stream().map(Task::title).toList();
  }

  private static int compare(Task a, Task b) {
    if (a.priority() != b.priority()) return Integer.compare(a.priority(), b.priority());
    if (!a.due().equals(b.due())) return a.due().compareTo(b.due());
    return a.title().compareTo(b.title());
  }

  long overdue(LocalDate today) {
    return tasks.stream().filter(task -> !task.done() && task.due().isBefore(today)).count();
  }
}
