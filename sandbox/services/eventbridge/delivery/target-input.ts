import type { Target } from '@aws-sdk/client-eventbridge';
import { parseJsonPath, readJsonPath } from './json-path';
import type { Json, JsonObject } from '../pattern/json';

/** What a template may name besides its own paths. */
export interface InputContext {
  readonly event: JsonObject;
  readonly ruleArn: string;
  readonly ruleName: string;
  /** When EventBridge took the event in, as ISO-8601. */
  readonly ingestionTime: string;
}

/** The text that a target receives: its constant input, a part of the event, a filled template, or the event. */
export const targetInputOf = (
  target: Pick<Target, 'Input' | 'InputPath' | 'InputTransformer'>,
  context: InputContext,
): string => {
  if (target.Input !== undefined) return target.Input;
  if (target.InputPath !== undefined)
    return JSON.stringify(readPath(context.event, target.InputPath) ?? null);
  const { InputTransformer: transformer } = target;
  if (transformer === undefined) return JSON.stringify(context.event);
  const values = valuesOf(transformer.InputPathsMap ?? {}, context);
  return fill(transformer.InputTemplate ?? '', values);
};

/** Names in a template that are neither paths of its own nor AWS's. */
export const unknownPlaceholders = (
  template: string,
  pathNames: readonly string[],
): readonly string[] =>
  [...template.matchAll(PLACEHOLDER)]
    .map(([, name = '']) => name)
    .filter((name) => !pathNames.includes(name) && !RESERVED.has(name));

const PLACEHOLDER = /(?<!\\)<([\w.-]+)>/g;
/** Documented: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-transform-target-input.html */
const RESERVED: ReadonlySet<string> = new Set([
  'aws.events.rule-arn',
  'aws.events.rule-name',
  'aws.events.event.ingestion-time',
  'aws.events.event',
  'aws.events.event.json',
]);

/** Missing values are absent from the map. */
const valuesOf = (
  paths: Readonly<Record<string, string>>,
  { event, ruleArn, ruleName, ingestionTime }: InputContext,
): ReadonlyMap<string, Json> => {
  const { detail: _detail, ...withoutDetail } = event;
  const values = new Map<string, Json>([
    ['aws.events.rule-arn', ruleArn],
    ['aws.events.rule-name', ruleName],
    ['aws.events.event.ingestion-time', ingestionTime],
    ['aws.events.event', withoutDetail],
    ['aws.events.event.json', event],
  ]);
  for (const [name, path] of Object.entries(paths)) {
    const value = readPath(event, path);
    if (value !== undefined) values.set(name, value);
  }
  return values;
};

/**
 * Recorded: between quotes a value stands as bare text, objects without their quotes, nothing where it is
 * missing; outside of quotes it stands as JSON, `""` where it is missing. `\<` is a literal bracket (documented).
 */
const fill = (template: string, values: ReadonlyMap<string, Json>): string => {
  let filled = '';
  let quoted = false;
  for (let index = 0; index < template.length; index++) {
    const rest = template.slice(index);
    const name = /^<([\w.-]+)>/.exec(rest)?.[1];
    if (rest.startsWith('\\<') || rest.startsWith('\\>')) {
      filled += rest.charAt(1);
      index += 1;
    } else if (rest.startsWith('\\')) {
      filled += rest.slice(0, 2);
      index += 1;
    } else if (name !== undefined) {
      const value = values.get(name);
      filled += quoted ? bareText(value) : JSON.stringify(value ?? '');
      index += name.length + 1;
    } else {
      if (rest.startsWith('"')) quoted = !quoted;
      filled += rest.charAt(0);
    }
  }
  return filled;
};

const bareText = (value: Json | undefined): string => {
  if (value === undefined) return '';
  if (typeof value === 'string') return JSON.stringify(value).slice(1, -1);
  return JSON.stringify(value).replaceAll('"', '');
};

const readPath = (event: JsonObject, text: string): Json | undefined => {
  const path = parseJsonPath(text);
  return path === undefined ? undefined : readJsonPath(event, path);
};
