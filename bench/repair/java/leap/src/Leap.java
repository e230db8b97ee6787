public class Leap {
  static boolean isLeap(int year) {
    return year % 4 == 0 && (year % 100 != 0 || year % 400 != 0);
  }

  static int days(int year) {
    return isLeap(year) ? 366 : 365;
  }
}
