import type { MapState } from '../definition/definition';
import { contextOf } from '../engine/context';
import type { Visit } from '../engine/execution';
import { dataLimitExceeded, StateFailure } from '../engine/failure';
import { unexpectedType } from '../jsonata/evaluate';
import { exceedsPayloadLimit, isJsonArray, jsonTypeOf, type Json } from '../json';
import { evaluateAmount } from './amount';

export interface MapItem {
  readonly Index: number;
  readonly Value: Json;
  /** What the iteration is given: the value, or what ItemSelector makes of it. */
  readonly input: Json;
}

/** recorded: what is said of Items, and of an input, that is no array */
const readItems = async (state: MapState, visit: Visit): Promise<readonly Json[]> => {
  if (state.ItemReader !== undefined)
    throw new StateFailure(
      'States.ItemReaderFailed',
      'The sandbox has no S3: a Map takes its items from Items or from its input.',
    );
  const { Items } = state;
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

/** The items with what ItemSelector makes of each, where `$states.context.Map.Item` is the item. */
export const selectItems = async (state: MapState, visit: Visit): Promise<readonly MapItem[]> => {
  const { ItemSelector } = state;
  const values = await readItems(state, visit);
  const selected: MapItem[] = [];
  for (const [Index, Value] of values.entries()) {
    const context = { ...contextOf(visit), Map: { Item: { Index, Value } } };
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
