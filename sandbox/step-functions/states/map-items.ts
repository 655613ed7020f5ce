import type { MapState } from '../definition/definition';
import { contextOf } from '../engine/context';
import type { Visit } from '../engine/execution';
import { dataLimitExceeded, StateFailure } from '../engine/failure';
import { unexpectedType } from '../jsonata/evaluate';
import { exceedsPayloadLimit, isJsonArray, jsonTypeOf, type Json } from '../json';
import { evaluateAmount } from './amount';
import { readItems, type SourcedItem } from './map-data/item-reader';

export interface MapItem {
  readonly Index: number;
  readonly Value: Json;
  /** What the iteration is given: the value, or what ItemSelector makes of it. */
  readonly input: Json;
}

/** recorded: what is said of Items, and of an input, that is no array */
const itemsOfState = async ({ Items }: MapState, visit: Visit): Promise<readonly Json[]> => {
  if (Items === undefined) {
    if (isJsonArray(visit.input)) return visit.input;
    throw new StateFailure(
      'States.QueryEvaluationError',
      `Map state input must be an array but was: ${JSON.stringify(visit.input)}`,
      {},
    );
  }
  const items = await visit.evaluate(Items, 'Items');
  if (isJsonArray(items)) return items;
  throw unexpectedType(Items, 'Items', 'array', jsonTypeOf(items), items);
};

/**
 * documented: the source of items that the state itself has
 * (https://docs.aws.amazon.com/step-functions/latest/dg/input-output-contextobject.html)
 */
const sourcedItems = async (state: MapState, visit: Visit): Promise<readonly SourcedItem[]> => {
  if (state.ItemReader !== undefined) return readItems(state.ItemReader, visit);
  const values = await itemsOfState(state, visit);
  return values.map((Value) => ({ Value, Source: 'STATE_DATA' }));
};

/** The items with what ItemSelector makes of each, where `$states.context.Map.Item` is the item. */
export const selectItems = async (state: MapState, visit: Visit): Promise<readonly MapItem[]> => {
  const { ItemSelector } = state;
  const items = await sourcedItems(state, visit);
  const selected: MapItem[] = [];
  for (const [Index, { Value, Source }] of items.entries()) {
    const context = { ...contextOf(visit), Map: { Item: { Index, Value, Source } } };
    const input =
      ItemSelector === undefined
        ? Value
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
