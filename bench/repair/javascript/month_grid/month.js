const NAMES = ['Mo', 'Tu', 'We', 'Th', 'Fr', 'Sa', 'Su'];

/** Days of a month from 1 to 12. */
export function daysIn(year, month) {
  return new Date(Date.UTC(year, month, 0)).getUTCDate();
}

/** 0 for Monday to 6 for Sunday. */
export function weekday(year, month, day) {
  return new Date(Date.UTC(year, month - 1, day)).getUTCDay() - 1;
}

/** Weeks from Monday; 0 where there is no day of this month. */
export function weeks(year, month) {
  const cells = new Array(weekday(year, month, 1)).fill(0);
  for (let day = 1; day <= daysIn(year, month); day++) cells.push(day);
  while (cells.length % 7 !== 0) cells.push(0);
  const rows = [];
  for (let i = 0; i < cells.length; i += 7) rows.push(cells.slice(i, i + 7));
  return rows;
}

export function show(year, month) {
  const lines = weeks(year, month).map((week) => week.map((day) => (day ? String(day) : '').padStart(2)).join(' '));
  return [NAMES.join(' '), ...lines].map((line) => line.trimEnd()).join('\n');
}
