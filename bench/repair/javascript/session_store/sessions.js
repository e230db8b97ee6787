/** Sessions that end when they were not used for `maxAge` seconds. */
class SessionStore {
  /** `clock` gives milliseconds, as Date.now does. */
  constructor(maxAge, clock = Date.now) {
    this.maxAge = maxAge;
    this.clock = clock;
    this.sessions = new Map();
    this.count = 0;
  }

  create(user) {
    const id = `s${++this.count}`;
    this.sessions.set(id, { user, data: {}, expires: this.clock() + this.maxAge * 1000 });
    return id;
  }

  /** The session, or null if it is unknown or over; does not prolong it. */
  peek(id) {
    const session = this.sessions.get(id);
    if (!session) return null;
    if (session.expires <= this.clock()) {
      this.sessions.delete(id);
      return null;
    }
    return session;
  }

  /** As peek, and from now on the session has its whole time again. */
  use(id) {
    const session = this.peek(id);
    if (session) session.expires = this.clock() + this.maxAge;
    return session;
  }

  /** Whole seconds that a session has left. */
  remaining(id) {
    const session = this.peek(id);
    return session ? Math.ceil((session.expires - this.clock()) / 1000) : 0;
  }

  /** A new id for the same session, as after a login. */
  renew(id) {
    const session = this.use(id);
    if (!session) return null;
    this.sessions.delete(id);
    const next = `s${++this.count}`;
    this.sessions.set(next, session);
    return next;
  }

  /** Removes what is over, and says how many that were. */
  sweep() {
    const ids = [...this.sessions.keys()];
    return ids.filter((id) => this.peek(id) === null).length;
  }
}

module.exports = { SessionStore };
