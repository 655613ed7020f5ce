import { createHash } from 'node:crypto';
import jsonata from 'jsonata';
import type { Clock } from '../../clock';
import type { SeededRandom } from '../../service';
import { isJsonArray, parseJson, type Json } from '../json';

const HASHES: Readonly<Record<string, string>> = {
  MD5: 'md5',
  'SHA-1': 'sha1',
  'SHA-256': 'sha256',
  'SHA-384': 'sha384',
  'SHA-512': 'sha512',
};
const RANGE_LIMIT = 1000;

const partition = (items: Json, size: number): Json => {
  if (!(size >= 1)) throw new Error('The chunk size of $partition must be a positive integer.');
  const list = isJsonArray(items) ? items : [items];
  const step = Math.floor(size);
  const chunks: Json[] = [];
  for (let index = 0; index < list.length; index += step)
    chunks.push(list.slice(index, index + step));
  return chunks;
};

/** Both ends count. A range of one is that one, no array. recorded */
const range = (first: number, last: number, step: number): Json => {
  if (step === 0) throw new Error('The step of $range must not be 0.');
  const values: number[] = [];
  for (let it = first; step > 0 ? it <= last : it >= last; it += step) {
    if (values.length === RANGE_LIMIT)
      throw new Error(`$range must not give more than ${RANGE_LIMIT} values.`);
    values.push(it);
  }
  const [only] = values;
  return values.length === 1 && only !== undefined ? only : values;
};

const hash = (data: Json, algorithm: string): string => {
  const name = HASHES[algorithm];
  if (name === undefined)
    throw new Error(
      `$hash has no algorithm '${algorithm}': use ${Object.keys(HASHES).join(', ')}.`,
    );
  const text = typeof data === 'string' ? data : JSON.stringify(data);
  return createHash(name).update(text).digest('hex');
};

/** The same seed gives the same number. The generator is the sandbox's own. assumed */
const randomFrom = (seed: number): number =>
  createHash('sha256').update(String(seed)).digest().readUInt32BE(0) / 2 ** 32;

const refuse = (): never => {
  throw new Error('$eval is not supported in a state: use $parse.');
};

/**
 * Gives an expression what AWS adds to JSONata: `$partition $range $hash $random $uuid $parse`; takes `$eval`
 * away; and lets `$now` and `$millis` tell the sandbox's time.
 * documented (https://docs.aws.amazon.com/step-functions/latest/dg/transforming-data.html)
 */
export const addFunctions = (
  expression: jsonata.Expression,
  { clock, random }: { readonly clock: Clock; readonly random: SeededRandom },
): void => {
  expression.registerFunction('partition', partition, '<xn:a>');
  expression.registerFunction('range', range, '<nnn:x>');
  expression.registerFunction('hash', hash, '<xs:s>');
  expression.registerFunction(
    'random',
    (seed?: number) => (seed === undefined ? random.next() : randomFrom(seed)),
    '<n?:n>',
  );
  expression.registerFunction('uuid', () => random.uuid(), '<:s>');
  expression.registerFunction('parse', parseJson, '<s:x>');
  expression.registerFunction('eval', refuse);
  expression.registerFunction('millis', () => clock.nowEpochMs(), '<:n>');
  expression.registerFunction(
    'now',
    (picture?: string, timezone?: string) =>
      jsonata('$fromMillis($ms, $picture, $timezone)').evaluate(undefined, {
        ms: clock.nowEpochMs(),
        picture,
        timezone,
      }),
    '<s?s?:s>',
  );
};
