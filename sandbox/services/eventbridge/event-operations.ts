import type {
  PutEventsCommandInput,
  PutEventsRequestEntry,
  PutEventsResponse,
  PutEventsResultEntry,
  TestEventPatternCommandInput,
  TestEventPatternResponse,
} from '@aws-sdk/client-eventbridge';
import { operation } from '../../service';
import type { BusBook } from './bus-book';
import { invalid } from './bus-book';
import type { JsonObject } from './pattern/json';
import { isJsonObject, tryParseJson } from './pattern/json';
import { depthOfJson } from './pattern/json-depth';
import { matchesEvent } from './pattern/match-event';
import type { Router } from './router';
import { compilePattern } from './rule-operations';

/** Documented: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-putevent-size.html */
const BYTES_PER_CALL = 262_144;
/** Documented: https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEvents.html ("nested JSON"). */
const LEVELS_OF_JSON = 1_000;

export const createEventOperations = (book: BusBook, router: Router) => ({
  PutEvents: operation({
    resources: (input: PutEventsCommandInput) => [
      ...new Set((input.Entries ?? []).map((entry) => book.busArn(entry.EventBusName))),
    ],
    run: (input: PutEventsCommandInput): PutEventsResponse => {
      const entries = input.Entries ?? [];
      if (entries.reduce((bytes, entry) => bytes + sizeOf(entry), 0) > BYTES_PER_CALL)
        invalid('Total size of the entries in the request is over the limit.');
      const results = entries.map((entry) => putEntry(router, entry));
      return {
        FailedEntryCount: results.filter(({ ErrorCode }) => ErrorCode !== undefined).length,
        Entries: results,
      };
    },
  }),
  TestEventPattern: operation({
    resources: () => ['*'],
    run: (input: TestEventPatternCommandInput): TestEventPatternResponse => {
      const pattern = compilePattern(input.EventPattern ?? '');
      return { Result: matchesEvent(pattern, readEvent(input.Event ?? '')) };
    },
  }),
});

/** An entry fails alone. Codes and words: assumed, also that what is nested too deep counts as malformed. */
const putEntry = (router: Router, entry: PutEventsRequestEntry): PutEventsResultEntry => {
  const { Source: source, DetailType: detailType, Detail: text } = entry;
  if (!source) return missing('Source');
  if (!detailType) return missing('DetailType');
  if (!text) return missing('Detail');
  const detail = parseDetail(text);
  if (detail === undefined)
    return { ErrorCode: 'MalformedDetail', ErrorMessage: 'Detail is malformed.' };
  if (source.startsWith('aws.'))
    return {
      ErrorCode: 'NotAuthorizedForSourceException',
      ErrorMessage: 'Not authorized for the source.',
    };
  const { id } = router.put(
    {
      source,
      detailType,
      resources: entry.Resources ?? [],
      detail,
      timeEpochMs: entry.Time?.getTime(),
    },
    entry.EventBusName,
  );
  return { EventId: id };
};

const missing = (name: string): PutEventsResultEntry => ({
  ErrorCode: 'InvalidArgument',
  ErrorMessage: `Parameter ${name} is not valid. Reason: ${name} is a required argument.`,
});

const parseDetail = (text: string): JsonObject | undefined => {
  if (depthOfJson(text) > LEVELS_OF_JSON) return undefined;
  const detail = tryParseJson(text);
  return isJsonObject(detail) ? detail : undefined;
};

/** The API's page names `resources` too, which AWS was seen to do without. */
const MANDATORY = ['id', 'account', 'source', 'time', 'region', 'detail-type'];

const readEvent = (text: string): JsonObject => {
  if (depthOfJson(text) > LEVELS_OF_JSON) return invalid('Parameter Event is not valid.');
  const event = tryParseJson(text);
  return isJsonObject(event) && MANDATORY.every((name) => Object.hasOwn(event, name))
    ? event
    : invalid('Parameter Event is not valid.');
};

/** As the page on entry sizes counts: the time is 14 bytes, everything else its UTF-8. */
const sizeOf = (entry: PutEventsRequestEntry): number =>
  [entry.Source, entry.DetailType, entry.Detail, ...(entry.Resources ?? [])].reduce(
    (bytes, text) => bytes + Buffer.byteLength(text ?? ''),
    entry.Time === undefined ? 0 : 14,
  );
