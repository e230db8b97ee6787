import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Names and their numbers. */
public class PhoneBook {
  private final Map<String, List<String>> numbers = new TreeMap<>();

  public void add(String name, String number) {
    List<String> known = numbers.get(name);
    if (known == null) {
      known = new ArrayList<>();
      numbers.put(name, known);
    }
    if (!known.contains(number)) known.add(number);
  }

  /** The first number, or "" for a name that is not known. */
  public String find(String name) {
    List<String> known = numbers.get(name);
    return known.isEmpty() ? "" : known.get(0);
  }

  public boolean remove(String name, String number) {
    List<String> known = numbers.get(name);
    if (known == null) return false;
    boolean removed = known.remove(number);
    if (known.isEmpty()) numbers.remove(name);
    return removed;
  }

  public List<String> names() {
    return new ArrayList<>(numbers.keySet());
  }
}
