import java.util.ArrayList;
import java.util.List;

/** Notes with their tags; a tag is a word after a '#'. */
public class TagIndex {
  private final List<String> notes = new ArrayList<>();

  void add(String note) {
    notes.add(note);
  }

  static List<String> tags(String note) {
    List<String> tags = new ArrayList<>();
    for (String word : note.split("\\s+"))
      if (word.length() > 1 && word.charAt(0) == '#') tags.add(word.substring(1));
    return tags;
  }

  /** The notes with a tag, in the order in which they came. */
  List<String> find(String tag) {
    List<String> found = new ArrayList<>();
    for (String note : notes) {
      for (String other : tags(note)) {
        if (other == tag) {
          found.add(note);
          break;
        }
      }
    }
    return found;
  }

  /** All tags, each once. */
  List<String> all() {
    List<String> all = new ArrayList<>();
    for (String note : notes)
      for (String tag : tags(note))
        if (!all.contains(tag)) all.add(tag);
    return all;
  }
}
