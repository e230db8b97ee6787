import java.util.Map;
import java.util.TreeMap;

/** Counts votes. */
public class Ballot {
  private final Map<String, Integer> votes = new TreeMap<>();

  void vote(String name, int count) {
    votes.merge(name, count, Integer::sum);
  }

  int of(String name) {
    return votes.getOrDefault(name, 0);
  }

  int total() {
    int sum = 0;
    for (int count : votes.values()) sum += count;
    return sum;
  }

  /** Who has the most votes; null if nobody does alone. */
  String winner() {
    String best = null;
    Integer most = 0;
    boolean tie = false;
    for (Map.Entry<String, Integer> entry : votes.entrySet()) {
      Integer count = entry.getValue();
      if (count == most) {
        tie = true;
      } else if (count > most) {
        best = entry.getKey();
        most = count;
        tie = false;
      }
    }
    return tie ? null : best;
  }

  /** More than half of all votes. */
  boolean majority(String name) {
    return of(name) * 2 > total();
  }
}
