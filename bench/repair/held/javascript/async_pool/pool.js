// Runs tasks, at most `limit` at a time, and keeps the order of their results.

async function runAll(tasks, limit) {
  if (!Number.isInteger(limit) || limit < 1) throw new RangeError('limit must be a positive whole number');
  const results = new Array(tasks.length);
  let next = 0;

  async function worker() {
    while (next < tasks.length) {
      const at = next++;
      results[at] = await tasks[at]();
    }
  }

  const workers = [];
  for (let i = 0; i < Math.min(limit, tasks.length); i++) workers.push(worker());
  await Promise.all(workers);
  return results;
}

// The same, but a task that fails does not end the others.
async function settleAll(tasks, limit) {
  const safe = tasks.map((task) => async () => {
    try {
      return { ok: true, value: task() };
    } catch (error) {
      return { ok: false, error };
    }
  });
  return runAll(safe, limit);
}

module.exports = { runAll, settleAll };
