const required = (value) => (value === undefined || value === '' ? 'is required' : null);
const minLength = (n) => (value) => ((value || '').length < n ? `needs ${n} characters` : null);
const matches = (pattern, text) => (value) => (pattern.test(value || '') ? null : text);

class Field {
  constructor(name, rules) {
    this.name = name;
    this.rules = rules;
    this.touched = false;
    this.error = null;
  }

  /** Checks the value, keeps the message of the first rule that it breaks, and says whether it is right. */
  check(value) {
    for (const rule of this.rules) {
      const message = rule(value);
      if (message) {
        this.error = `${this.name} ${message}`;
        break;
      }
    }
    return this.error === null;
  }
}

class Form {
  constructor(rules) {
    this.fields = Object.entries(rules).map(([name, list]) => new Field(name, list));
    this.values = {};
  }

  field(name) {
    return this.fields.find((field) => field.name === name);
  }

  change(name, value) {
    this.values[name] = value;
    this.field(name).touched = true;
    return this.field(name).check(value);
  }

  /** Errors to be shown: only those of fields that were touched. */
  shown() {
    return this.fields.filter((field) => field.touched && field.error).map((field) => field.error);
  }

  /** Checks all fields; the values if they are right, otherwise null. */
  submit() {
    let valid = true;
    for (const field of this.fields) {
      field.touched = true;
      if (!field.check(this.values[field.name])) valid = false;
    }
    return valid ? { ...this.values } : null;
  }
}

module.exports = { Form, Field, required, minLength, matches };
