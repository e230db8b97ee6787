export type Value = string | number | boolean;
export type Listener = (key: string, now: Value, before: Value | undefined) => void;

export class Settings {
  private readonly values = new Map<string, Value>();
  private readonly listeners: Listener[] = [];

  constructor(private readonly defaults: Record<string, Value> = {}) {}

  get(key: string): Value | undefined {
    return this.values.has(key) ? this.values.get(key) : this.defaults[key];
  }

  /** False if nothing changes. */
  set(key: string, value: Value): boolean {
    const before = this.get(key);
    if (before === value) {
      return false;
    }
    this.values.set(key, value);
    this.listeners.forEach((listener) => listener(key, value, before));
    return true;
  }

  /** Back to the default, if there is one. */
  reset(key: string): void {
    const before = this.get(key);
    this.values.delete(key);
    const now = this.get(key);
    if (now !== undefined && now !== before) {
      this.listeners.forEach((listener) => listener(key, now, now));
    }
  }

  onChange(listener: Listener): () => void {
    this.listeners.push(listener);
    return () => {
      const at = this.listeners.indexOf(listener);
      if (at >= 0) {
        this.listeners.splice(at, 1);
      }
    };
  }

  /** What differs from the defaults. */
  changed(): Record<string, Value> {
    const out: Record<string, Value> = {};
    for (const [key, value] of this.values) {
      if (value !== this.defaults[key]) {
        out[key] = value;
      }
    }
    return out;
  }
}
