import type { Json } from './json';
import { isJsonArray, isJsonObject } from './json';
import type { Leaf } from './matcher';
import { matchesLeaf } from './matcher';
import type { Conjunction, FieldPattern, Pattern } from './parse-pattern';

/** A leaf, and which element of which array it stands in: fields of one array must agree on the element. */
interface Occurrence {
  readonly leaf: Leaf;
  readonly elements: Elements;
}
/** Array (numbered as met) to index. */
type Elements = ReadonlyMap<number, number>;
type Leaves = ReadonlyMap<string, readonly Occurrence[]>;

/**
 * Whether the event matches, array consistency included: `{"a": {"x": [1], "y": [2]}}` needs one element of `a`
 * with both. Recorded by the conformance cases; that absence is judged against the elements chosen so far, in the
 * order of the names, is assumed from the published matcher (github.com/aws/event-ruler).
 */
export const matchesEvent = (pattern: Pattern, event: Json): boolean => {
  const leaves = leavesOf(event);
  return pattern.some((conjunction) => matchesAll(conjunction, leaves, new Map()));
};

const matchesAll = (fields: Conjunction, leaves: Leaves, chosen: Elements): boolean => {
  const [field, ...others] = fields;
  if (field === undefined) return true;
  const consistent = (leaves.get(field.path) ?? []).flatMap((occurrence) => {
    const together = join(chosen, occurrence.elements);
    return together === undefined ? [] : [{ leaf: occurrence.leaf, together }];
  });
  if (consistent.length === 0 && field.anyOf.some((matcher) => matcher.kind === 'absent'))
    return matchesAll(others, leaves, chosen);
  return consistent.some(
    ({ leaf, together }) => holdsFor(field, leaf) && matchesAll(others, leaves, together),
  );
};

const holdsFor = (field: FieldPattern, leaf: Leaf): boolean =>
  field.anyOf.some((matcher) => matcher.kind !== 'absent' && matchesLeaf(matcher, leaf));

const join = (left: Elements, right: Elements): Elements | undefined => {
  for (const [array, index] of right) {
    const taken = left.get(array);
    if (taken !== undefined && taken !== index) return undefined;
  }
  return new Map([...left, ...right]);
};

interface Place {
  readonly value: Json;
  readonly path: string;
  readonly elements: Elements;
}

/** Empty objects and empty arrays leave no leaf, so nothing "exists" there (recorded). No depth is too deep. */
const leavesOf = (event: Json): Leaves => {
  const leaves = new Map<string, Occurrence[]>();
  let arrays = 0;
  const childrenOf = ({ value, path, elements }: Place): readonly Place[] => {
    if (isJsonArray(value)) {
      const array = arrays++;
      return value.map((element, index) => ({
        value: element,
        path,
        elements: new Map([...elements, [array, index]]),
      }));
    }
    if (!isJsonObject(value)) return [];
    return Object.entries(value).map(([key, child]) => ({
      value: child,
      path: path === '' ? key : `${path}.${key}`,
      elements,
    }));
  };
  const open: Place[] = [{ value: event, path: '', elements: new Map() }];
  for (let place = open.pop(); place !== undefined; place = open.pop()) {
    const { value, path, elements } = place;
    if (isJsonArray(value) || isJsonObject(value)) {
      // From the end, so that leaves are met in the order in which the event has them.
      for (const child of childrenOf(place).toReversed()) open.push(child);
      continue;
    }
    const found = leaves.get(path) ?? [];
    found.push({ leaf: value, elements });
    leaves.set(path, found);
  }
  return leaves;
};
