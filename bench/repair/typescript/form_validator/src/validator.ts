export interface Rule {
  field: string;
  required?: boolean;
  min?: number; // length
  max?: number; // length
  pattern?: RegExp;
  message?: string;
}

export type Form = Record<string, string | undefined>;
export type Errors = Record<string, string[]>;

function problem(rule: Rule, text: string): string | null {
  if (rule.min !== undefined && text.length < rule.min) {
    return `at least ${rule.min} characters`;
  }
  if (rule.max !== undefined && text.length > rule.max) {
    return `at most ${rule.max} characters`;
  }
  if (rule.pattern !== undefined && !rule.pattern.test(text)) {
    return 'not valid';
  }
  return null;
}

/** What is wrong with the form, by field; fields that may be missing are only checked if there is something in them. */
export function validate(form: Form, rules: readonly Rule[]): Errors {
  const errors: Errors = {};
  const add = (rule: Rule, text: string) => {
    (errors[rule.field] ??= []).push(rule.message ?? text);
  };
  for (const rule of rules) {
    const text = (form[rule.field] ?? '').trim();
    if (text === '') {
      if (rule.required) {
        add(rule, 'is missing');
      }
    }
    const found = problem(rule, text);
    if (found !== null) {
      add(rule, found);
    }
  }
  return errors;
}

export function isValid(form: Form, rules: readonly Rule[]): boolean {
  return Object.keys(validate(form, rules)).length === 0;
}
