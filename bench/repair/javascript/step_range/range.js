/** Numbers from `start` to `end` (not with it); a negative step goes down. */
export function* range(start, end, step = 1) {
  if (step === 0) throw new RangeError('step 0');
  if (step > 0) {
    for (let n = start; n < end; n += step) yield n;
  } else {
    for (let n = start; n > end; n += step) yield n;
  }
}

export function* take(source, count) {
  if (count <= 0) return;
  let left = count;
  for (const value of source) {
    yield value;
    if (--left === 0) return;
  }
}

export function* zip(...sources) {
  const all = sources.map((source) => source[Symbol.iterator]());
  if (all.length === 0) return;
  for (;;) {
    const results = all.map((one) => one.next());
    if (results.some((result) => result.done)) return;
    yield results.map((result) => result.value);
  }
}

export function* chunks(source, size) {
  let chunk = [];
  for (const value of source) {
    chunk.push(value);
    if (chunk.length === size) {
      yield chunk;
      chunk = [];
    }
  }
}
