import java.util.List;

/** Shows a list page by page; the first page is 1. */
public class Pages<T> {
  private final List<T> items;
  private final int size;

  Pages(List<T> items, int size) {
    if (size < 1) throw new IllegalArgumentException("a page needs an item");
    this.items = items;
    this.size = size;
  }

  /** At least one, though it may be empty. */
  int count() {
    return Math.max(1, (int) Math.floor((double) items.size() / size));
  }

  List<T> page(int number) {
    if (number < 1 || number > count()) return List.of();
    int from = (number - 1) * size;
    return items.subList(from, Math.min(from + size, items.size()));
  }

  boolean hasNext(int number) {
    return number < count();
  }

  String label(int number) {
    if (items.isEmpty()) return "nothing";
    int from = (number - 1) * size + 1;
    int to = Math.min(number * size, items.size());
    return from + "-" + to + " of " + items.size();
  }
}
