import java.util.ArrayDeque;
import java.util.Deque;

/** Paths with slashes, as texts. */
public class Paths {
  private Paths() {}

  /** "gz" for "a/b.tar.gz", "" without a dot in the last part or with one at its beginning only. */
  public static String extension(String path) {
    String name = path.substring(path.lastIndexOf('/') + 1);
    int dot = path.lastIndexOf('.');
    return dot <= 0 ? "" : name.substring(dot + 1);
  }

  /** Without "." and "..", as far as that is known. */
  public static String normalize(String path) {
    Deque<String> parts = new ArrayDeque<>();
    boolean absolute = path.startsWith("/");
    for (String part : path.split("/")) {
      if (part.isEmpty() || part.equals(".")) continue;
      if (part.equals("..") && !parts.isEmpty() && !parts.peekLast().equals("..")) {
        parts.removeLast();
      } else if (!part.equals("..") || !absolute) {
        parts.addLast(part);
      }
    }
    return (absolute ? "/" : "") + String.join("/", parts);
  }
}
