/** Rows of seats; finds seats side by side. */
public class SeatPlan {
  private final boolean[][] taken;

  public SeatPlan(int rows, int seats) {
    taken = new boolean[rows][seats];
  }

  public boolean take(int row, int seat) {
    if (taken[row][seat]) return false;
    taken[row][seat] = true;
    return true;
  }

  /** Takes `count` free seats side by side, as far in front and left as there are; "row:seat" of the first, or "". */
  public String takeTogether(int count) {
    for (int row = 0; row < taken.length; row++) {
      for (int first = 0; first + count < taken[row].length; first++) {
        if (!isFree(row, first, count)) continue;
        for (int seat = first; seat < first + count; seat++) taken[row][seat] = true;
        return row + ":" + first;
      }
    }
    return "";
  }

  private boolean isFree(int row, int first, int count) {
    for (int seat = first; seat < first + count; seat++) {
      if (taken[row][seat]) return false;
    }
    return true;
  }

  public int free() {
    int count = 0;
    for (boolean[] row : taken) {
      for (boolean seat : row) {
        if (!seat) count++;
      }
    }
    return count;
  }
}
