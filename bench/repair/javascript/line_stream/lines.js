/** Cuts what comes in pieces into lines; a line ends with \n or \r\n. */
class LineSplitter {
  constructor(onLine) {
    this.onLine = onLine;
    this.rest = '';
    this.count = 0;
  }

  push(chunk) {
    const parts = (this.rest + chunk).split('\n');
    this.rest = parts.pop();
    for (const part of parts) this.give(part);
  }

  /** The end of the input: what is left is a line too. The splitter can be used again then. */
  end() {
    const last = this.rest;
    this.rest = '';
    if (last !== '') this.onLine(last);
    const { count } = this;
    this.count = 0;
    return count;
  }

  give(line) {
    this.count += 1;
    this.onLine(stripReturn(line), this.count);
  }
}

function stripReturn(line) {
  return line.endsWith('\r') ? line.slice(0, -1) : line;
}

/** All lines of a list of pieces. */
function linesOf(chunks) {
  const lines = [];
  const splitter = new LineSplitter((line) => lines.push(line));
  for (const chunk of chunks) splitter.push(chunk);
  splitter.end();
  return lines;
}

/** The events of a text/event-stream: { event, data }, each ended by an empty line; one that is not ended is left out. */
function parseEvents(chunks) {
  const events = [];
  let event = 'message';
  let data = [];
  for (const line of linesOf(chunks)) {
    if (line === '') {
      if (data.length > 0) events.push({ event, data: data.join('\n') });
      event = 'message';
      data = [];
    } else if (line.startsWith('event:')) {
      event = line.slice(6).trim();
    } else if (line.startsWith('data:')) {
      data.push(line.slice(5).replace(/^ /, ''));
    }
  }
  return events;
}

module.exports = { LineSplitter, linesOf, parseEvents };
