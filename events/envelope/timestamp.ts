import * as z from 'zod/mini';

/** `2026-11-02T09:14:07Z`, with or without seconds, fractions of any length, and `Z`, `+00:00` or `+0000`. */
const ISO = /^(\d{4}-\d\d-\d\dT\d\d:\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?(Z|[+-]\d\d:?\d\d)$/;
/** CodeDeploy's messages: seconds since 1970, with or without a fraction, as text or as a number. */
const EPOCH_SECONDS = /^\d{9,10}(?:\.\d{1,9})?$/;
/** Step Functions: milliseconds since 1970. */
const EPOCH_MILLISECONDS = /^\d{12,13}$/;
/** Also CodeDeploy's messages: `Thu Oct 13 15:50:45 UTC 2022`. */
const DATE_COMMAND = /^[A-Z][a-z]{2} ([A-Z][a-z]{2}) ( ?\d{1,2}) (\d\d:\d\d:\d\d) UTC (\d{4})$/;
/** Health: `Wed, 16 Aug 2023 23:18:51 GMT`. */
const RFC_822 = /^[A-Z][a-z]{2}, \d{1,2} [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d GMT$/;

/** Any of the forms in which AWS writes times, as ISO-8601 UTC with milliseconds; undefined for anything else. */
export const toIsoTime = (value: string | number): string | undefined => {
  const epochMs = toEpochMs(String(value));
  return Number.isNaN(epochMs) || Math.abs(epochMs) > LATEST_EPOCH_MS
    ? undefined
    : new Date(epochMs).toISOString();
};

const LATEST_EPOCH_MS = 8.64e15;

const toEpochMs = (text: string): number => {
  if (EPOCH_SECONDS.test(text)) return Math.round(Number(text) * 1_000);
  if (EPOCH_MILLISECONDS.test(text)) return Number(text);
  if (RFC_822.test(text)) return Date.parse(text);
  const named = DATE_COMMAND.exec(text);
  if (named !== null) return Date.parse(`${named[2]} ${named[1]} ${named[4]} ${named[3]} GMT`);
  const iso = ISO.exec(text);
  if (iso === null) return Number.NaN;
  const [, minute, seconds = '00', fraction = '', offset = 'Z'] = iso;
  const milliseconds = fraction.slice(0, 3).padEnd(3, '0');
  const zone = offset.length === 5 ? `${offset.slice(0, 3)}:${offset.slice(3)}` : offset;
  return Date.parse(`${minute}:${seconds}.${milliseconds}${zone}`);
};

/** A time of AWS's as ISO-8601 UTC. */
export const isoTime = z.pipe(
  z.union([z.string(), z.number()]),
  z.transform((value, context) => {
    const iso = toIsoTime(value);
    if (iso !== undefined) return iso;
    context.issues.push({ code: 'custom', input: value });
    return z.NEVER;
  }),
);
