/** A time of day in minutes. */
public class DayClock {
  private static final int DAY = 24 * 60;
  private final int minutes;

  DayClock(int hour, int minute) {
    this(hour * 60 + minute);
  }

  private DayClock(int minutes) {
    this.minutes = minutes % DAY;
  }

  static DayClock parse(String text) {
    int colon = text.indexOf(':');
    return new DayClock(Integer.parseInt(text.substring(0, colon)), Integer.parseInt(text.substring(colon + 1)));
  }

  /** Earlier if the minutes are negative. */
  DayClock plus(int more) {
    return new DayClock(minutes + more);
  }

  /** How many minutes it is until the other time, perhaps that of tomorrow. */
  int until(DayClock other) {
    int wait = other.minutes - minutes;
    return wait < 0 ? wait + DAY : wait;
  }

  boolean isNight() {
    return minutes < 6 * 60 || minutes >= 22 * 60;
  }

  @Override
  public String toString() {
    return String.format("%02d:%02d", minutes / 60, minutes % 60);
  }
}
