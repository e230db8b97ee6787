import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Settings; what is not set here is asked of the parent, if there is one. */
public class Config {
  private final Config parent;
  private final Map<String, String> values = new TreeMap<>();

  Config(Config parent) {
    this.parent = parent;
  }

  Config set(String key, String value) {
    values.put(key, value);
    return this;
  }

  /** Null if nobody knows it. */
  String get(String key) {
    if (values.containsKey(key)) return values.get(key);
    return parent.get(key);
  }

  String get(String key, String otherwise) {
    String value = get(key);
    return value == null ? otherwise : value;
  }

  int number(String key, int otherwise) {
    String value = get(key);
    if (value == null) return otherwise;
    try {
      return Integer.parseInt(value.trim());
    } catch (NumberFormatException e) {
      return otherwise;
    }
  }

  Set<String> keys() {
    Set<String> keys = parent == null ? new TreeSet<>() : parent.keys();
    keys.addAll(values.keySet());
    return keys;
  }
}
