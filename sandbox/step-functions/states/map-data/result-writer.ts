import type { ResultWriter } from '../../definition/map-data';
import type { MapRun, Visit } from '../../engine/execution';
import { StateFailure } from '../../engine/failure';
import { isJsonArray, isJsonObject, tryParseJson, type Json, type JsonObject } from '../../json';
import { callS3 } from './call-s3';

/** A run whose children have ended, and what each was given, or would have been. */
interface Finished {
  readonly run: MapRun;
  readonly inputs: readonly Json[];
}

const FAILURE = 'States.ResultWriterFailed';

type Kind = 'SUCCEEDED' | 'FAILED' | 'PENDING';

const statusOf = ({ Status }: JsonObject): Kind =>
  Status === 'SUCCEEDED' || Status === 'PENDING' ? Status : 'FAILED';

const outputOf = ({ Output }: JsonObject): Json =>
  typeof Output === 'string' ? (tryParseJson(Output) ?? null) : null;

/** Children that failed are told as they are, whatever the transformation. documented */
const transformed = (result: JsonObject, how: 'NONE' | 'COMPACT' | 'FLATTEN'): readonly Json[] => {
  if (how === 'NONE' || statusOf(result) !== 'SUCCEEDED') return [result];
  const output = outputOf(result);
  return how === 'FLATTEN' && isJsonArray(output) ? output : [output];
};

const written = (entries: readonly Json[], type: 'JSON' | 'JSONL'): string =>
  type === 'JSONL'
    ? entries.map((it) => `${JSON.stringify(it)}\n`).join('')
    : JSON.stringify(entries);

/** `…:mapRun:MACHINE/LABEL:ID` */
const idOf = (mapRunArn: string): string => mapRunArn.slice(mapRunArn.lastIndexOf(':') + 1);

const placeOf = async (
  { Arguments = {} }: ResultWriter,
  visit: Visit,
): Promise<{ readonly bucket: string; readonly prefix: string }> => {
  const given = await visit.evaluate(Arguments, 'ResultWriter/Arguments');
  const { Bucket, Prefix = '' } = isJsonObject(given) ? given : {};
  if (typeof Bucket !== 'string' || typeof Prefix !== 'string')
    throw new StateFailure(FAILURE, 'The Arguments of the ResultWriter name no bucket.');
  return { bucket: Bucket, prefix: Prefix === '' ? '' : `${Prefix.replace(/\/$/, '')}/` };
};

/**
 * Writes the results of the children, by how they ended, and the manifest that names the files. Gives what the state's
 * result is. One file of a kind: none here comes to 5 GB.
 */
const exportResults = async (
  writer: ResultWriter,
  visit: Visit,
  { run, inputs }: Finished,
): Promise<Json> => {
  const { bucket, prefix } = await placeOf(writer, visit);
  const { Transformation = 'NONE', OutputType = 'JSON' } = writer.WriterConfig ?? {};
  const folder = `${prefix}${idOf(run.arn)}`;
  const put = async (name: string, body: string): Promise<JsonObject> => {
    const Key = `${folder}/${name}`;
    const given = { Bucket: bucket, Key, Body: body, ContentType: 'application/json' };
    await callS3(visit, 'putObject', { arguments: given, failure: FAILURE });
    return { Key, Size: Buffer.byteLength(body) };
  };
  const results = run.results(inputs);
  const files: Record<Kind, readonly JsonObject[]> = { FAILED: [], PENDING: [], SUCCEEDED: [] };
  for (const kind of ['FAILED', 'PENDING', 'SUCCEEDED'] as const) {
    const entries = results.filter((it) => statusOf(it) === kind);
    if (entries.length === 0) continue;
    const lines = entries.flatMap((it) => transformed(it, Transformation));
    files[kind] = [await put(`${kind}_0.json`, written(lines, OutputType))];
  }
  const manifest = { DestinationBucket: bucket, MapRunArn: run.arn, ResultFiles: files };
  await put('manifest.json', JSON.stringify(manifest));
  run.wrote();
  const details = { Bucket: bucket, Key: `${folder}/manifest.json` };
  return { MapRunArn: run.arn, ResultWriterDetails: details };
};

/**
 * What a distributed Map with a ResultWriter gives. Without a Resource nothing is stored, and the results themselves
 * are formed as WriterConfig says; that lines of JSON are one text then is assumed. Throws StateFailure
 * `States.ResultWriterFailed`.
 * documented (https://docs.aws.amazon.com/step-functions/latest/dg/input-output-resultwriter.html)
 */
export const writeResults = async (
  writer: ResultWriter,
  visit: Visit,
  finished: Finished,
): Promise<Json> => {
  if (writer.Resource !== undefined) return exportResults(writer, visit, finished);
  const { Transformation = 'COMPACT', OutputType = 'JSON' } = writer.WriterConfig ?? {};
  const results = finished.run.results(finished.inputs);
  const entries = results.flatMap((it) => transformed(it, Transformation));
  return OutputType === 'JSONL' ? written(entries, OutputType) : entries;
};

/** After too many failures the results are stored all the same; the failure is what the state tells. */
export const writeAfterFailure = async (
  writer: ResultWriter | undefined,
  visit: Visit,
  finished: Finished,
): Promise<void> => {
  if (writer?.Resource === undefined) return;
  try {
    await exportResults(writer, visit, finished);
  } catch (error) {
    if (!(error instanceof StateFailure)) throw error;
  }
};
