/** Runs `job` on every item, at most `limit` at a time; the results keep the order of the items. */
export async function mapLimit(items, limit, job) {
  if (limit < 1) throw new RangeError('limit must be at least 1');
  const results = new Array(items.length);
  let next = 0;

  async function worker() {
    while (next < items.length) {
      const at = next++;
      results[at] = await job(items[at], at);
    }
  }

  const workers = [];
  for (let i = 0; i < Math.min(limit, items.length); i++) workers.push(worker());
  await Promise.all(workers);
  return results;
}

/** What mapLimit gives, but failures are values: { ok, value } or { ok, error }. */
export async function settleLimit(items, limit, job) {
  return mapLimit(items, limit, async (item, at) => {
    try {
      return { ok: true, value: job(item, at) };
    } catch (error) {
      return { ok: false, error };
    }
  });
}
