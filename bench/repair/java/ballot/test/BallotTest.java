public class BallotTest {
  static int failed = 0;
  static int count = 0;

  static void check(String name, Object wanted, Object got) {
    boolean ok = wanted == null ? got == null : wanted.equals(got);
    if (!ok) failed++;
    System.out.println((ok ? "ok " : "not ok ") + ++count + " - " + name);
    if (!ok) System.out.println("# wanted " + wanted + ", got " + got);
  }

  static void counts() {
    Ballot ballot = new Ballot();
    ballot.vote("ann", 3);
    ballot.vote("bob", 2);
    ballot.vote("bob", 2);
    check("count", 4, ballot.of("bob"));
    check("winner", "bob", ballot.winner());
    check("majority", true, ballot.majority("bob"));
  }

  static void ties() {
    Ballot ballot = new Ballot();
    ballot.vote("ann", 7);
    ballot.vote("bob", 7);
    check("small tie", null, ballot.winner());
    check("no majority", false, ballot.majority("ann"));
  }

  static void largeTies() {
    Ballot ballot = new Ballot();
    ballot.vote("ann", 1500);
    ballot.vote("bob", 1500);
    check("large tie", null, ballot.winner());
    check("total", 3000, ballot.total());
  }

  public static void main(String[] args) {
    counts();
    ties();
    largeTies();
    System.out.println("1.." + count);
    if (failed > 0) System.exit(1);
  }
}
