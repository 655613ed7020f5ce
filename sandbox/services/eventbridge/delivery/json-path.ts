import type { Json } from '../pattern/json';
import { isJsonArray, isJsonObject } from '../pattern/json';

/** One step: a key, an index, or `*` for every element. */
type Step = string | number | { readonly every: true };

const STEP = /\.([^.[\]'"]+)|\[(\d+)\]|\[\*\]/y;

/** Undefined where the text is not a path that AWS's input paths can use: `$.a.b`, `$.a[0]`, `$.a[*]`; not `$['a']`. */
export const parseJsonPath = (text: string): readonly Step[] | undefined => {
  if (!text.startsWith('$')) return undefined;
  const steps: Step[] = [];
  STEP.lastIndex = 1;
  while (STEP.lastIndex < text.length) {
    const found = STEP.exec(text);
    if (found === null) return undefined;
    const [, key] = found;
    steps.push(key ?? (found[2] === undefined ? { every: true } : Number(found[2])));
  }
  return steps;
};

/** The value at the path; undefined where there is none. */
export const readJsonPath = (value: Json, path: readonly Step[]): Json | undefined => {
  const [step, ...rest] = path;
  if (step === undefined) return value;
  if (typeof step === 'string') {
    const child = isJsonObject(value) && Object.hasOwn(value, step) ? value[step] : undefined;
    return child === undefined ? undefined : readJsonPath(child, rest);
  }
  if (!isJsonArray(value)) return undefined;
  if (typeof step === 'number') {
    const child = value[step];
    return child === undefined ? undefined : readJsonPath(child, rest);
  }
  return value.flatMap((element) => readJsonPath(element, rest) ?? []);
};
