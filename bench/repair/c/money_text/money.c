#include "money.h"

#include <ctype.h>
#include <string.h>

const MoneyStyle money_dollar = {"$", 0, '.', ',', 2, 1};
const MoneyStyle money_euro = {" EUR", 1, ',', '.', 2, 0};
const MoneyStyle money_yen = {"JPY ", 0, '.', ',', 0, 0};

static size_t digits_of(char *to, unsigned long long value, const MoneyStyle *style) {
  // from the last digit to the first
  char reversed[48];
  size_t length = 0;
  for (int i = 0; i < style->decimals; ++i, value /= 10) reversed[length++] = (char)('0' + value % 10);
  if (style->decimals > 0) reversed[length++] = style->point;
  int count = 0;
  do {
    if (style->group && count > 0 && count % 3 == 0) reversed[length++] = style->group;
    reversed[length++] = (char)('0' + value % 10);
    value /= 10;
    ++count;
  } while (value > 0);
  for (size_t i = 0; i < length; ++i) to[i] = reversed[length - 1 - i];
  to[length] = '\0';
  return length;
}

size_t money_format(char *to, size_t size, long long amount, const MoneyStyle *style) {
  char text[80] = "";
  char digits[48];
  int negative = amount < 0;
  digits_of(digits, negative ? 0ULL - (unsigned long long)amount : (unsigned long long)amount, style);
  if (negative) strcat(text, style->brackets ? "(" : "-");
  if (!style->symbol_behind) strcat(text, style->symbol);
  strcat(text, digits);
  if (style->symbol_behind) strcat(text, style->symbol);
  if (negative && style->brackets) strcat(text, ")");
  size_t length = strlen(text);
  if (length >= size) return 0;
  memcpy(to, text, length + 1);
  return length;
}

static int skip(const char **at, const char *word) {
  size_t length = strlen(word);
  if (strncmp(*at, word, length) != 0) return 0;
  *at += length;
  return 1;
}

int money_parse(const char *text, const MoneyStyle *style, long long *amount) {
  const char *at = text;
  int bracket = skip(&at, "(");
  int negative = bracket || skip(&at, "-");
  if (!style->symbol_behind) skip(&at, style->symbol);
  if (!isdigit((unsigned char)*at)) return 0;
  long long value = 0;
  for (; isdigit((unsigned char)*at) || (style->group && *at == style->group); ++at)
    if (*at != style->group) value = value * 10 + (*at - '0');
  int decimals = 0;
  if (style->decimals > 0 && *at == style->point)
    for (++at; isdigit((unsigned char)*at); ++at, ++decimals) value = value * 10 + (*at - '0');
  if (decimals > style->decimals) return 0;
  for (; decimals < style->decimals; ++decimals) value *= 10;
  if (style->symbol_behind) skip(&at, style->symbol);
  if (bracket && !skip(&at, ")")) return 0;
  if (*at != '\0') return 0;
  *amount = negative ? -value : value;
  return 1;
}

long long money_percent(long long amount, long long basis_points) {
  long long product = amount * basis_points;
  long long half = 5000;
  return (product + half) / 10000;
}

void money_divide(long long amount, int count, long long *parts) {
  long long rest = amount % count;
  for (int i = 0; i < count; ++i) {
    parts[i] = amount / count;
    if (rest > 0 && i < rest) ++parts[i];
    if (rest < 0 && i >= count + rest) --parts[i];
  }
}
