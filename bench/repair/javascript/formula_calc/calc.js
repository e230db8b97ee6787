'use strict';

const { tokenize } = require('./tokens');

const OPERATORS = {
  '+': { level: 1, apply: (a, b) => a + b },
  '-': { level: 1, apply: (a, b) => a - b },
  '*': { level: 2, apply: (a, b) => a * b },
  '/': { level: 2, apply: (a, b) => a / b },
  '^': { level: 3, right: true, apply: (a, b) => a ** b },
};

function reduce(values, operators) {
  const operator = operators.pop();
  const b = values.pop();
  const a = values.pop();
  if (a === undefined || b === undefined) throw new SyntaxError('missing operand');
  values.push(operator.apply(a, b));
}

function pushOperator(values, operators, operator) {
  while (operators.length > 0) {
    const top = operators[operators.length - 1];
    if (top.open) break;
    if (top.level >= operator.level) {
      reduce(values, operators);
    } else {
      break;
    }
  }
  operators.push(operator);
}

/** The value of a formula; names are looked up in `variables`. */
function evaluate(text, variables = {}) {
  const values = [];
  const operators = [];
  let operandNext = true;
  for (const token of tokenize(text)) {
    if (token.kind === 'number') {
      values.push(token.value);
      operandNext = false;
    } else if (token.kind === 'name') {
      if (!Object.hasOwn(variables, token.value)) throw new ReferenceError(`unknown name ${token.value}`);
      values.push(variables[token.value]);
      operandNext = false;
    } else if (token.value === '(') {
      operators.push({ open: true });
      operandNext = true;
    } else if (token.value === ')') {
      while (operators.length > 0 && !operators[operators.length - 1].open) reduce(values, operators);
      if (operators.length === 0) throw new SyntaxError('unexpected )');
      operators.pop();
      operandNext = false;
    } else {
      if (operandNext) {
        if (token.value !== '-') throw new SyntaxError(`unexpected ${token.value}`);
        values.push(0);
      }
      const operator = OPERATORS[token.value];
      if (operator === undefined) throw new SyntaxError(`unexpected ${token.value}`);
      pushOperator(values, operators, operator);
      operandNext = true;
    }
  }
  while (operators.length > 0) {
    if (operators[operators.length - 1].open) throw new SyntaxError('missing )');
    reduce(values, operators);
  }
  if (values.length !== 1) throw new SyntaxError('not a formula');
  return values[0];
}

module.exports = { evaluate };
