import java.util.List;

public class TagIndexTest {
  static int failed = 0;
  static int count = 0;

  static void check(String name, Object wanted, Object got) {
    boolean ok = wanted == null ? got == null : wanted.equals(got);
    if (!ok) failed++;
    System.out.println((ok ? "ok " : "not ok ") + ++count + " - " + name);
    if (!ok) System.out.println("# wanted " + wanted + ", got " + got);
  }

  static TagIndex sample() {
    TagIndex index = new TagIndex();
    index.add("buy milk #home");
    index.add("call Ann #work #phone");
    index.add("fix tap #home #diy");
    return index;
  }

  static void tags() {
    check("two tags", List.of("work", "phone"), TagIndex.tags("call Ann #work #phone"));
    check("no tags", List.of(), TagIndex.tags("no tag # here"));
  }

  static void finds() {
    check("one note", List.of("call Ann #work #phone"), sample().find("work"));
    check("nothing", List.of(), sample().find("garden"));
    check("part of a tag", List.of(), sample().find("hom"));
  }

  static void all() {
    check("all tags", List.of("home", "work", "phone", "diy"), sample().all());
  }

  static void findsMore() {
    check("two notes", List.of("buy milk #home", "fix tap #home #diy"), sample().find("home"));
    check("last tag", List.of("fix tap #home #diy"), sample().find("diy"));
    check("case", List.of(), sample().find("Home"));
    check("empty", List.of(), sample().find(""));
    check("longer", List.of(), sample().find("homes"));
    TagIndex twice = new TagIndex();
    twice.add("#a #a");
    check("once", List.of("#a #a"), twice.find("a"));
  }

  public static void main(String[] args) {
    tags();
    finds();
    all();
    findsMore();
    System.out.println("1.." + count);
    if (failed > 0) System.exit(1);
  }
}
