import type { MapState } from '../definition/definition';
import { contextOf } from '../engine/context';
import type { Visit } from '../engine/execution';
import { dataLimitExceeded, StateFailure } from '../engine/failure';
import { unexpectedType } from '../jsonata/evaluate';
import { exceedsPayloadLimit, isJsonArray, isJsonObject, jsonTypeOf, type Json } from '../json';
import { evaluateAmount } from './amount';
import { readItems, type SourcedItem } from './map-data/item-reader';

export interface MapItem {
  readonly Index: number;
  readonly Value: Json;
  /** What the iteration is given: the value, or the pair of an object's member, or what ItemSelector makes of it. */
  readonly input: Json;
}

interface Item extends SourcedItem {
  /** Where the items are the members of an object: the member's name. */
  readonly Key?: string;
}

/**
 * documented: the source of items that the state itself has
 * (https://docs.aws.amazon.com/step-functions/latest/dg/input-output-contextobject.html)
 */
const Source = 'STATE_DATA';

/**
 * documented: an array's elements, and for a distributed Map an object's members
 * (https://docs.aws.amazon.com/step-functions/latest/dg/input-output-itemspath.html)
 */
const toItems = ({ ItemProcessor }: MapState, data: Json): readonly Item[] | undefined => {
  if (isJsonArray(data)) return data.map((Value) => ({ Value, Source }));
  if (!isJsonObject(data) || ItemProcessor.ProcessorConfig?.Mode !== 'DISTRIBUTED')
    return undefined;
  return Object.entries(data).map(([Key, Value]) => ({ Key, Value, Source }));
};

/** recorded: what is said of Items, and of an input, that cannot be iterated over */
const itemsOfState = async (state: MapState, visit: Visit): Promise<readonly Item[]> => {
  const { Items } = state;
  if (Items === undefined) {
    const items = toItems(state, visit.input);
    if (items !== undefined) return items;
    throw new StateFailure(
      'States.QueryEvaluationError',
      `Map state input must be an array but was: ${JSON.stringify(visit.input)}`,
      {},
    );
  }
  const data = await visit.evaluate(Items, 'Items');
  const items = toItems(state, data);
  if (items !== undefined) return items;
  throw unexpectedType(Items, 'Items', 'array', jsonTypeOf(data), data);
};

const itemsOf = (state: MapState, visit: Visit): Promise<readonly Item[]> =>
  state.ItemReader === undefined ? itemsOfState(state, visit) : readItems(state.ItemReader, visit);

/** The items with what ItemSelector makes of each, where `$states.context.Map.Item` is the item. */
export const selectItems = async (state: MapState, visit: Visit): Promise<readonly MapItem[]> => {
  const { ItemSelector } = state;
  const items = await itemsOf(state, visit);
  const selected: MapItem[] = [];
  for (const [Index, item] of items.entries()) {
    const { Key, Value } = item;
    const context = { ...contextOf(visit), Map: { Item: { Index, ...item } } };
    const input =
      ItemSelector === undefined
        ? Key === undefined
          ? Value
          : { Key, Value }
        : await visit.evaluate(ItemSelector, 'ItemSelector', { context });
    if (exceedsPayloadLimit(JSON.stringify(input))) throw dataLimitExceeded(visit.name);
    selected.push({ Index, Value, input });
  }
  return selected;
};

/** How many may run at once; 0 is as many as AWS lets. documented: 40 inline, 10,000 distributed */
export const concurrencyOf = async (
  state: MapState,
  visit: Visit,
  most: number,
): Promise<number> => {
  const concurrency = (await evaluateAmount(visit, 'MaxConcurrency', state.MaxConcurrency)) ?? 0;
  return concurrency === 0 ? most : Math.min(concurrency, most);
};
