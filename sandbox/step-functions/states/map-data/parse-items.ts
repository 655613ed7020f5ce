import type { ReaderConfig } from '../../definition/map-data';
import { StateFailure } from '../../engine/failure';
import { isJsonArray, isJsonObject, parseJson, type Json } from '../../json';
import { parseDelimited, toItem } from './delimited';

/** assumed: the sentences */
export const readerFailed = (why: string): StateFailure =>
  new StateFailure('States.ItemReaderFailed', why);

const DELIMITERS = { COMMA: ',', PIPE: '|', SEMICOLON: ';', SPACE: ' ', TAB: '\t' } as const;

const parse = (text: string, what: string): Json => {
  try {
    return parseJson(text);
  } catch (error) {
    throw readerFailed(`${what} is not valid JSON: ${error instanceof Error ? error.message : ''}`);
  }
};

/** What a JSON Pointer leads to. */
const follow = (value: Json, pointer: string): Json => {
  const steps = pointer.split('/').slice(1);
  return steps.reduce<Json>((at, step) => {
    const name = step.replaceAll('~1', '/').replaceAll('~0', '~');
    const found = isJsonArray(at)
      ? at[Number(name)]
      : isJsonObject(at) && Object.hasOwn(at, name)
        ? at[name]
        : undefined;
    if (found === undefined) throw readerFailed(`The ItemsPointer ${pointer} leads nowhere.`);
    return found;
  }, value);
};

const itemsOfJson = (text: string, { ItemsPointer = '' }: ReaderConfig): readonly Json[] => {
  const items = follow(parse(text, 'The file'), ItemsPointer);
  if (isJsonArray(items)) return items;
  throw readerFailed('The file does not hold an array; over objects the sandbox does not iterate.');
};

const itemsOfDelimited = (text: string, config: ReaderConfig): readonly Json[] => {
  const records = parseDelimited(text, DELIMITERS[config.CSVDelimiter ?? 'COMMA']);
  if (config.CSVHeaderLocation === 'GIVEN')
    return records.map((fields) => toItem(config.CSVHeaders ?? [], fields));
  const [headers = [], ...rows] = records;
  return rows.map((fields) => toItem(headers, fields));
};

/**
 * The items in a file, by its InputType. Throws StateFailure `States.ItemReaderFailed`.
 * documented (https://docs.aws.amazon.com/step-functions/latest/dg/input-output-itemreader.html)
 */
export const parseItems = (file: string, config: ReaderConfig): readonly Json[] => {
  const text = file.replace(/^\ufeff/, '');
  switch (config.InputType) {
    case 'JSON':
      return itemsOfJson(text, config);
    case 'JSONL':
      return text
        .split(/\r?\n/)
        .filter((line) => line.trim() !== '')
        .map((line, index) => parse(line, `Line ${index + 1} of the file`));
    case 'CSV':
      return itemsOfDelimited(text, config);
    default:
      throw readerFailed(
        `The sandbox does not read items of the InputType ${config.InputType ?? 'none'}.`,
      );
  }
};
