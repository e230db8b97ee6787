/** Calls `work` until it succeeds, at most `times` times. */
async function retry(work, times) {
  let last;
  for (let i = 1; i < times; i++) {
    try {
      return await work(i);
    } catch (error) {
      last = error;
    }
  }
  throw last;
}

module.exports = { retry };
