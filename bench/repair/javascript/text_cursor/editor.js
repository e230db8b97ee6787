/** A line of text with a selection: from the anchor, where it began, to the head, where the cursor is. */
class Editor {
  constructor(text = '') {
    this.text = text;
    this.anchor = text.length;
    this.head = text.length;
  }

  /** The selection may have been made in either direction. */
  select(anchor, head) {
    this.anchor = this.clamp(anchor);
    this.head = this.clamp(head);
    return this;
  }

  clamp(at) {
    return Math.max(0, Math.min(at, this.text.length));
  }

  get start() {
    return Math.min(this.anchor, this.head);
  }

  get end() {
    return Math.max(this.anchor, this.head);
  }

  selected() {
    return this.text.slice(this.start, this.end);
  }

  /** Types text in place of what is selected; the cursor is behind it then. */
  type(text) {
    const at = this.anchor;
    this.text = this.text.slice(0, at) + text + this.text.slice(this.end);
    return this.select(at + text.length, at + text.length);
  }

  backspace() {
    if (this.anchor === this.head) this.select(this.head - 1, this.head);
    return this.type('');
  }

  /** Moves the cursor; with a selection it goes to that end of it. */
  left() {
    const at = this.anchor === this.head ? this.head - 1 : this.start;
    return this.select(at, at);
  }

  right() {
    const at = this.anchor === this.head ? this.head + 1 : this.end;
    return this.select(at, at);
  }

  /** Puts marks around the selection and keeps the text in it selected. */
  surround(before, after) {
    const { start, end } = this;
    this.type(before + this.selected() + after);
    return this.select(start + before.length, end + before.length);
  }
}

module.exports = { Editor };
