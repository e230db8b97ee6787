public class Temperature {
  static int warmest(int[] values) {
    int best = 0;
    for (int value : values) if (value > best) best = value;
    return best;
  }

  static int steps(int[] values) {
    int n = 0;
    for (int i = 1; i < values.length; i++) if (values[i] != values[i - 1]) n++;
    return n;
  }
}
