import java.time.LocalDate;

record Task(String title, int priority, LocalDate due, boolean done) {
  Task finish() {
    return new Task(title, priority, due, true);
  }
}
