const DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const MONTHS = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');
const MONTH_NAMES =
  'January February March April May June July August September October November December'.split(
    ' ',
  );

const twoDigits = (value) => String(value).padStart(2, '0');

/** `12:04:31`, UTC. */
export const formatTime = (epochMs) => {
  const date = new Date(epochMs);
  return [date.getUTCHours(), date.getUTCMinutes(), date.getUTCSeconds()].map(twoDigits).join(':');
};

/** `Thu 15 Jan 2026`, UTC. */
export const formatDay = (epochMs) => {
  const date = new Date(epochMs);
  const month = MONTHS[date.getUTCMonth()];
  return `${DAYS[date.getUTCDay()]} ${date.getUTCDate()} ${month} ${date.getUTCFullYear()}`;
};

/** `850 ms`, `3.1 s`, `5 m 19 s`, `2 h 4 m`, `3 d 1 h`. */
export const formatDuration = (durationMs) => {
  if (durationMs < 1000) return `${Math.round(durationMs)} ms`;
  const seconds = durationMs / 1000;
  if (seconds < 10) return `${seconds.toFixed(1)} s`;
  const whole = Math.floor(seconds);
  const units = [
    ['d', 86_400],
    ['h', 3600],
    ['m', 60],
    ['s', 1],
  ];
  const first = units.findIndex(([, unitSec]) => whole >= unitSec);
  let restSec = whole;
  return units
    .slice(first, first + 2)
    .map(([name, unitSec]) => {
      const count = Math.floor(restSec / unitSec);
      restSec -= count * unitSec;
      return count === 0 ? '' : `${count} ${name}`;
    })
    .filter((part) => part !== '')
    .join(' ');
};

/** How the sandbox's time runs, in words. */
export const formatSpeed = (speed) => {
  if (speed === 0) return 'Virtual time: jumps to the next event';
  return speed === 1 ? 'Real time' : `${speed}× real time`;
};

const DATE_TOKENS = {
  date_num: (date) => date.toISOString().slice(0, 10),
  date_slash: (date) => date.toISOString().slice(0, 10).replaceAll('-', '/'),
  date: (date) =>
    `${MONTH_NAMES[date.getUTCMonth()]} ${date.getUTCDate()}, ${date.getUTCFullYear()}`,
  date_short: (date) =>
    `${MONTHS[date.getUTCMonth()]} ${date.getUTCDate()}, ${date.getUTCFullYear()}`,
  date_long: (date) => `${DAYS[date.getUTCDay()]}, ${DATE_TOKENS.date(date)}`,
  date_pretty: (date) => DATE_TOKENS.date(date),
  date_short_pretty: (date) => DATE_TOKENS.date_short(date),
  date_long_pretty: (date) => DATE_TOKENS.date_long(date),
  time: (date) => formatTime(date.getTime()).slice(0, 5),
  time_secs: (date) => formatTime(date.getTime()),
};

/** Slack's date format, in UTC: `{date_short_pretty} {time}`. Tokens that are not known stay. */
export const formatSlackDate = (epochMs, format) =>
  format.replace(/\{(\w+)\}/g, (token, name) =>
    Object.hasOwn(DATE_TOKENS, name) ? DATE_TOKENS[name](new Date(epochMs)) : token,
  );
