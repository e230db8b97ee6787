const { EventEmitter } = require('node:events');

/**
 * Follows the upload of several files. Emits `progress` with the percentage
 * whenever it changes, `file` with the name of each file that is complete, and
 * `done` once when all are.
 */
class Upload extends EventEmitter {
  constructor() {
    super();
    this.files = new Map();
    this.percent = 0;
    this.finished = false;
  }

  add(name, size) {
    if (this.finished) throw new Error('the upload is over');
    if (this.files.has(name)) throw new Error(`twice: ${name}`);
    this.files.set(name, { size, sent: 0, complete: false });
  }

  /** `bytes` more of a file were sent. */
  sent(name, bytes) {
    const file = this.files.get(name);
    if (!file) throw new Error(`unknown: ${name}`);
    file.sent = Math.min(file.size, file.sent + bytes);
    this.update();
    if (file.sent === file.size && !file.complete) {
      file.complete = true;
      this.emit('file', name);
    }
    this.checkDone();
  }

  /** Leaves out a file that is not complete. */
  skip(name) {
    const file = this.files.get(name);
    if (!file || file.complete) return false;
    this.files.delete(name);
    this.update();
    this.checkDone();
    return true;
  }

  update() {
    let size = 0;
    let sent = 0;
    for (const file of this.files.values()) {
      size += file.size;
      sent += file.sent;
    }
    const percent = size === 0 ? 0 : Math.floor((100 * sent) / size);
    if (percent !== this.percent) {
      this.percent = percent;
      this.emit('progress', percent);
    }
  }

  checkDone() {
    if ([...this.files.values()].every((file) => file.complete)) {
      this.finished = true;
      this.emit('done', this.files.size);
    }
  }
}

module.exports = { Upload };
