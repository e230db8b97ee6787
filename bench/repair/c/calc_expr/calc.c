#include "calc.h"

#include <string.h>

#include "lexer.h"

typedef struct {
  Lexer lexer;
  const Variable *variables;
  CalcResult result;
} Calc;

static double sum(Calc *calc);
static double factor(Calc *calc);

static double fail(Calc *calc, CalcResult result) {
  if (calc->result == CALC_OK) calc->result = result;
  return 0;
}

static int accept(Calc *calc, char sign) {
  if (calc->lexer.token.kind != TOKEN_SIGN || calc->lexer.token.sign != sign) return 0;
  lexer_next(&calc->lexer);
  return 1;
}

static double lookup(Calc *calc, const char *name) {
  for (const Variable *v = calc->variables; v && v->name; ++v)
    if (strcmp(v->name, name) == 0) return v->value;
  return fail(calc, CALC_UNKNOWN);
}

static double atom(Calc *calc) {
  double value = 0;
  Token token = calc->lexer.token;
  if (accept(calc, '(')) {
    value = sum(calc);
    if (!accept(calc, ')')) return fail(calc, CALC_SYNTAX);
    return value;
  }
  if (token.kind == TOKEN_NUMBER) value = token.number;
  else if (token.kind == TOKEN_NAME) value = lookup(calc, token.name);
  else return fail(calc, CALC_SYNTAX);
  lexer_next(&calc->lexer);
  return value;
}

static double raise(Calc *calc, double base, double exponent) {
  long count = (long)exponent;
  if ((double)count != exponent || count > 1000 || count < -1000) return fail(calc, CALC_SYNTAX);
  if (count < 0 && base == 0) return fail(calc, CALC_DIVISION);
  double value = 1;
  for (long i = count < 0 ? -count : count; i > 0; --i) value *= base;
  return count < 0 ? 1 / value : value;
}

static double power(Calc *calc) {
  double base = atom(calc);
  if (accept(calc, '^')) return raise(calc, base, factor(calc));
  return base;
}

static double factor(Calc *calc) {
  if (accept(calc, '-')) return -factor(calc);
  return power(calc);
}

static double product(Calc *calc) {
  double value = factor(calc);
  for (;;) {
    if (accept(calc, '*')) {
      value *= factor(calc);
    } else if (accept(calc, '/')) {
      double divisor = factor(calc);
      if (divisor == 0) return fail(calc, CALC_DIVISION);
      value /= divisor;
    } else {
      return value;
    }
  }
}

static double sum(Calc *calc) {
  double value = product(calc);
  for (;;) {
    if (accept(calc, '+')) value += product(calc);
    else if (accept(calc, '-')) value -= sum(calc);
    else return value;
  }
}

CalcResult calc(const char *text, const Variable *variables, double *value) {
  Calc state = {.variables = variables, .result = CALC_OK};
  lexer_start(&state.lexer, text);
  double got = sum(&state);
  if (state.result == CALC_OK && state.lexer.token.kind != TOKEN_END) fail(&state, CALC_SYNTAX);
  if (state.result == CALC_OK) *value = got;
  return state.result;
}
