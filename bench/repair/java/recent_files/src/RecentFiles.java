import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The contents of the files that were used last. */
public class RecentFiles {
  private final int limit;
  private int loads = 0;
  private final Map<String, String> contents;

  RecentFiles(int limit) {
    this.limit = limit;
    contents = new LinkedHashMap<>(16, 0.75f, false) {
      @Override
      protected boolean removeEldestEntry(Map.Entry<String, String> eldest) {
        return size() > RecentFiles.this.limit;
      }
    };
  }

  String open(String name) {
    String text = contents.get(name);
    if (text == null) {
      text = load(name);
      contents.put(name, text);
    }
    return text;
  }

  private String load(String name) {
    ++loads;
    return "text of " + name;
  }

  int loads() {
    return loads;
  }

  /** The one that was used longest ago first. */
  List<String> names() {
    return new ArrayList<>(contents.keySet());
  }
}
