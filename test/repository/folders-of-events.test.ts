import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parse as parseYaml } from 'yaml';
import { ZodMiniType } from 'zod/mini';
import { matchesEvent } from '../../sandbox/services/eventbridge/pattern/match-event';
import { parseJson } from '../../sandbox/services/eventbridge/pattern/json';
import { parsePattern } from '../../sandbox/services/eventbridge/pattern/parse-pattern';

const folder = resolve(__dirname, '../../events');
const EVENTS = readdirSync(folder, { withFileTypes: true })
  .filter((it) => it.isDirectory())
  .map((it) => it.name);

const schemasOf = async (event: string): Promise<readonly ZodMiniType[]> => {
  const exported: object = await import(join(folder, event, 'schema'));
  return Object.values(exported).filter((it) => it instanceof ZodMiniType);
};
const samplesOf = (event: string): readonly string[] => {
  const samples = join(folder, event, 'samples');
  if (!existsSync(samples)) return [];
  return readdirSync(samples).map((it) => readFileSync(join(samples, it), 'utf8'));
};

it('finds events', () => {
  expect(EVENTS).not.toEqual([]);
});

describe.each(EVENTS)('events/%s', (event) => {
  it('has a schema that does not take just anything', async () => {
    const schemas = await schemasOf(event);
    expect(schemas).not.toEqual([]);
    expect(schemas.filter((it) => it.safeParse({}).success)).toEqual([]);
  });

  it('has samples, and its schema parses each', async () => {
    // given
    const schemas = await schemasOf(event);
    const samples = samplesOf(event);

    // when
    const unread = samples.filter(
      (sample) => !schemas.some((it) => it.safeParse(JSON.parse(sample)).success),
    );

    // then
    expect(samples).not.toEqual([]);
    expect(unread).toEqual([]);
  });
});

const patternOf = (event: string): string => join(folder, event, 'pattern.yml');

it.each(EVENTS.filter((it) => existsSync(patternOf(it))))(
  'the rule of events/%s delivers each of its samples',
  (event) => {
    // given
    const pattern = parsePattern(JSON.stringify(parseYaml(readFileSync(patternOf(event), 'utf8'))));

    // when
    const undelivered = samplesOf(event).filter((it) => !matchesEvent(pattern, parseJson(it)));

    // then
    expect(undelivered).toEqual([]);
  },
);
