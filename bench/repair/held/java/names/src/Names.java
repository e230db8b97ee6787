import java.util.Map;
import java.util.TreeMap;

public class Names {
  static Map<String, Integer> count(String[] names) {
    Map<String, Integer> out = new TreeMap<>();
    for (String name : names) {
      out.put(name, out.getOrDefault(name, 1) + 1);
    }
    return out;
  }

  static boolean same(String a, String b) {
    return a.equals(b);
  }
}
