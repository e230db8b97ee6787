export type State = 'locked' | 'open' | 'blocked';

export interface Options {
  code: string;
  tries: number;
  openFor: number; // seconds
  blockFor: number; // seconds
}

export interface LogEntry {
  at: number;
  what: 'opened' | 'refused' | 'blocked' | 'changed';
}

/** A lock with a keypad. It blocks after so many wrong codes in a row. */
export class KeypadLock {
  private failures = 0;
  private openUntil = 0;
  private blockedUntil = 0;
  private entered = '';
  readonly log: LogEntry[] = [];

  constructor(private options: Options) {
    if (!/^\d{4,8}$/.test(options.code)) {
      throw new RangeError('a code has 4 to 8 digits');
    }
  }

  state(now: number): State {
    if (now < this.blockedUntil) return 'blocked';
    return now < this.openUntil ? 'open' : 'locked';
  }

  press(key: string, now: number): State {
    if (this.state(now) === 'blocked') return 'blocked';
    if (key === 'C') {
      this.entered = '';
    } else if (key === '#') {
      this.enter(now);
    } else if (/^\d$/.test(key)) {
      this.entered += key;
    }
    return this.state(now);
  }

  type(keys: string, now: number): State {
    for (const key of keys) this.press(key, now);
    return this.state(now);
  }

  /** A new code, while the door is open. */
  change(code: string, now: number): boolean {
    if (this.state(now) !== 'open' || !/^\d{4,8}$/.test(code)) return false;
    this.options = { ...this.options, code };
    this.log.push({ at: now, what: 'changed' });
    return true;
  }

  triesLeft(): number {
    return this.options.tries - this.failures;
  }

  private enter(now: number): void {
    const code = this.entered;
    this.entered = '';
    if (code === this.options.code) {
      this.openUntil = now + this.options.openFor;
      this.log.push({ at: now, what: 'opened' });
      return;
    }
    this.failures += 1;
    this.log.push({ at: now, what: 'refused' });
    if (this.failures >= this.options.tries) {
      this.failures = 0;
      this.blockedUntil = now + this.options.blockFor;
      this.log.push({ at: now, what: 'blocked' });
    }
  }
}
