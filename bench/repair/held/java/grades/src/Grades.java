import java.util.List;

/** Grades of a class. */
public class Grades {
  private Grades() {}

  /** Mean, rounded to one decimal; 0 for none. */
  public static double mean(List<Integer> points) {
    if (points.isEmpty()) return 0;
    int sum = 0;
    for (int point : points) sum += point;
    double mean = sum / points.size();
    return Math.round(mean * 10) / 10.0;
  }

  public static char letter(double mean) {
    if (mean >= 90) return 'A';
    if (mean >= 80) return 'B';
    if (mean >= 70) return 'C';
    return 'F';
  }

  public static int above(List<Integer> points, double limit) {
    int count = 0;
    for (int point : points) {
      if (point > limit) count++;
    }
    return count;
  }
}
