import java.util.ArrayList;
import java.util.List;

/** Who may do what. */
public class AccessList {
  private static class Entry {
    final String user;
    final String right;

    Entry(String user, String right) {
      this.user = user;
      this.right = right;
    }
  }

  private final List<Entry> entries = new ArrayList<>();

  public void grant(String user, String right) {
    if (!allows(user, right)) entries.add(new Entry(user, right));
  }

  public boolean allows(String user, String right) {
    for (Entry entry : entries) {
      if (entry.user == user && entry.right.equals(right)) return true;
    }
    return false;
  }

  public int revokeAll(String user) {
    int before = entries.size();
    entries.removeIf(entry -> entry.user.equals(user));
    return before - entries.size();
  }

  public int size() {
    return entries.size();
  }
}
