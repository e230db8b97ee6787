#pragma once

typedef struct {
  const char *name;
  double value;
} Variable;

typedef enum { CALC_OK, CALC_SYNTAX, CALC_UNKNOWN, CALC_DIVISION } CalcResult;

/// Evaluates + - * / ^ and ( ). A power binds tighter than the sign before it, and is right associative:
/// -2^2 is -4 and 2^3^2 is 512; exponents are whole numbers. `variables` ends with a name of NULL.
CalcResult calc(const char *text, const Variable *variables, double *value);
