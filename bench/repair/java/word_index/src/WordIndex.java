import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** On which lines of a text a word is, in whatever case. */
public class WordIndex {
  private final Map<String, TreeSet<Integer>> lines = new TreeMap<>();
  private int count = 0;

  void addLine(String line) {
    ++count;
    for (String part : line.split("[^A-Za-z]+")) {
      if (part.isEmpty()) continue;
      lines.computeIfAbsent(part, word -> new TreeSet<>()).add(count);
    }
  }

  List<Integer> find(String word) {
    return new ArrayList<>(lines.getOrDefault(word.toLowerCase(), new TreeSet<>()));
  }

  /** The lines with both words. */
  List<Integer> findBoth(String one, String other) {
    List<Integer> both = find(one);
    both.retainAll(find(other));
    return both;
  }

  /** All words in lower case that begin with this. */
  List<String> words(String begin) {
    String lower = begin.toLowerCase();
    return lines.keySet().stream().filter(word -> word.startsWith(lower)).toList();
  }
}
