public class Palindrome {
  static boolean check(String text) {
    int i = 0;
    int j = text.length();
    while (i < j) {
      if (text.charAt(i) != text.charAt(j)) return false;
      i++;
      j--;
    }
    return true;
  }
}
