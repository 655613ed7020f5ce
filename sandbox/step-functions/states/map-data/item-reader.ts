import type { ItemReader, ReaderConfig } from '../../definition/map-data';
import type { Visit } from '../../engine/execution';
import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../../json';
import { callS3 } from './call-s3';
import { parseItems, readerFailed } from './parse-items';

/** An item, and where it is from: `$states.context.Map.Item.Source`. */
export interface SourcedItem {
  readonly Value: Json;
  readonly Source: string;
}

/** documented: what compressed files are called */
const COMPRESSED = /\.(?:gz|zstd)$/;
const MOST_ITEMS = 100_000_000;
const FIELD = 'ItemReader';

const call = (
  visit: Visit,
  operation: 'getObject' | 'listObjectsV2',
  given: JsonObject,
): Promise<JsonObject> =>
  callS3(visit, operation, { arguments: given, failure: 'States.ItemReaderFailed' });

const textOf = (value: Json | undefined): string => (typeof value === 'string' ? value : '');

const readFile = async (
  visit: Visit,
  given: JsonObject,
  config: ReaderConfig,
): Promise<readonly SourcedItem[]> => {
  if (config.ManifestType !== undefined) throw readerFailed('The sandbox does not read manifests.');
  const key = textOf(given.Key);
  if (COMPRESSED.test(key)) throw readerFailed(`The sandbox does not unpack ${key}.`);
  const { Body } = await call(visit, 'getObject', given);
  const Source = `S3://${textOf(given.Bucket)}/${key}`;
  return parseItems(textOf(Body), config).map((Value) => ({ Value, Source }));
};

/** As Step Functions writes what S3 tells of an object. documented */
const toMetadata = (object: JsonObject): JsonObject => ({
  Etag: object.ETag ?? '',
  Key: object.Key ?? '',
  LastModified: Math.floor(Date.parse(textOf(object.LastModified)) / 1000),
  Size: object.Size ?? 0,
  StorageClass: object.StorageClass ?? 'STANDARD',
});

const listObjects = async (
  visit: Visit,
  given: JsonObject,
  most: number,
): Promise<readonly JsonObject[]> => {
  const objects: JsonObject[] = [];
  let token: Json | undefined;
  do {
    const page = await call(visit, 'listObjectsV2', {
      ...given,
      ...(token === undefined ? {} : { ContinuationToken: token }),
    });
    if (isJsonArray(page.Contents)) objects.push(...page.Contents.filter((it) => isJsonObject(it)));
    token = page.NextContinuationToken;
  } while (token !== undefined && objects.length < most);
  return objects;
};

const readList = async (
  visit: Visit,
  given: JsonObject,
  { config, most }: { readonly config: ReaderConfig; readonly most: number },
): Promise<readonly SourcedItem[]> => {
  const objects = await listObjects(visit, given, most);
  const bucket = textOf(given.Bucket);
  if (config.Transformation !== 'LOAD_AND_FLATTEN')
    return objects.map((it) => ({ Value: toMetadata(it), Source: `S3://${bucket}` }));
  const items: SourcedItem[] = [];
  for (const { Key = '' } of objects) {
    if (items.length >= most) break;
    items.push(...(await readFile(visit, { Bucket: bucket, Key }, config)));
  }
  return items;
};

const mostItems = async (visit: Visit, { MaxItems }: ReaderConfig): Promise<number> => {
  if (MaxItems === undefined) return MOST_ITEMS;
  const most = await visit.evaluateNumber(MaxItems, `${FIELD}/ReaderConfig/MaxItems`);
  if (!Number.isInteger(most) || most < 1)
    throw readerFailed(`MaxItems must be a positive integer but was: ${most}`);
  return Math.min(most, MOST_ITEMS);
};

/**
 * Reads a Map's items from S3, with what the machine's role may do there. Throws StateFailure
 * `States.ItemReaderFailed`.
 * documented (https://docs.aws.amazon.com/step-functions/latest/dg/input-output-itemreader.html)
 */
export const readItems = async (
  { Resource, Arguments = {}, ReaderConfig: config = {} }: ItemReader,
  visit: Visit,
): Promise<readonly SourcedItem[]> => {
  const given = await visit.evaluate(Arguments, `${FIELD}/Arguments`);
  if (!isJsonObject(given)) throw readerFailed('The Arguments of the ItemReader are no object.');
  const most = await mostItems(visit, config);
  const items = Resource.endsWith('listObjectsV2')
    ? await readList(visit, given, { config, most })
    : await readFile(visit, given, config);
  return items.slice(0, most);
};
