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

  static void more() {
    Ballot ballot = new Ballot();
    check("nobody", null, ballot.winner());
    ballot.vote("a", 200);
    ballot.vote("b", 300);
    ballot.vote("c", 300);
    ballot.vote("d", 100);
    check("tie of the best", null, ballot.winner());
    ballot.vote("d", 201);
    check("the last one", "d", ballot.winner());
    ballot.vote("a", 101);
    check("first and last", null, ballot.winner());
    ballot.vote("b", 2);
    check("in between", "b", ballot.winner());
    ballot.vote("e", 302);
    check("again", null, ballot.winner());
    Ballot low = new Ballot();
    low.vote("a", 200);
    low.vote("b", 200);
    low.vote("c", 201);
    check("tie below the best", "c", low.winner());
  }

  public static void main(String[] args) {
    counts();
    ties();
    largeTies();
    more();
    System.out.println("1.." + count);
    if (failed > 0) System.exit(1);
  }
}
