const DEFAULTS = { tries: 4, base: 100, factor: 2, most: 2000 };

/** Milliseconds to wait after the failed try `attempt` (the first is 1). */
function delay(attempt, options = {}) {
  const { base, factor, most } = { ...DEFAULTS, ...options };
  return Math.min(most, base * factor ** attempt);
}

/** All waits of a call that never succeeds. */
function delays(options = {}) {
  const { tries } = { ...DEFAULTS, ...options };
  return Array.from({ length: tries - 1 }, (_, i) => delay(i + 1, options));
}

/** Calls `job` until it succeeds; `sleep` waits. An error with `fatal` is not tried again. */
async function retry(job, sleep, options = {}) {
  const { tries } = { ...DEFAULTS, ...options };
  for (let attempt = 1; ; attempt++) {
    try {
      return await job(attempt);
    } catch (error) {
      if (error.fatal || attempt >= tries) throw error;
      await sleep(delay(attempt, options));
    }
  }
}

module.exports = { delay, delays, retry };
