/** Durations as text: "3d 4h 5m". */
public class Uptime {
  /** The milliseconds of a duration. */
  static long millis(int days, int hours, int minutes) {
    int total = (days * 24 + hours) * 60 + minutes;
    return total * 60 * 1000;
  }

  /** Of "3d 4h 5m", each part at most once, in any order; -1 if it is something else. */
  static long parse(String text) {
    int days = 0;
    int hours = 0;
    int minutes = 0;
    if (text.isBlank()) return -1;
    for (String part : text.trim().split(" +")) {
      if (!part.matches("\\d{1,5}[dhm]")) return -1;
      int number = Integer.parseInt(part.substring(0, part.length() - 1));
      switch (part.charAt(part.length() - 1)) {
        case 'd':
          days = number;
          break;
        case 'h':
          hours = number;
          break;
        default:
          minutes = number;
      }
    }
    return millis(days, hours, minutes);
  }

  static String format(long millis) {
    long minutes = millis / 60_000;
    StringBuilder text = new StringBuilder();
    if (minutes >= 1440) text.append(minutes / 1440).append("d ");
    if (minutes >= 60) text.append(minutes / 60 % 24).append("h ");
    return text.append(minutes % 60).append("m").toString();
  }
}
