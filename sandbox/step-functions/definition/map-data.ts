import * as z from 'zod/mini';
import { isJson, type Json } from '../json';

const template = z.optional(z.custom<Json>(isJson));
const text = z.optional(z.string());

/** documented (https://docs.aws.amazon.com/step-functions/latest/dg/input-output-itemreader.html) */
const ReaderConfig = z.strictObject({
  InputType: z.optional(z.enum(['CSV', 'JSON', 'JSONL', 'PARQUET', 'MANIFEST'])),
  CSVHeaderLocation: z.optional(z.enum(['FIRST_ROW', 'GIVEN'])),
  CSVHeaders: z.optional(z.array(z.string())),
  CSVDelimiter: z.optional(z.enum(['COMMA', 'PIPE', 'SEMICOLON', 'SPACE', 'TAB'])),
  ItemsPointer: text,
  ManifestType: z.optional(z.enum(['ATHENA_DATA', 'S3_INVENTORY'])),
  Transformation: z.optional(z.enum(['NONE', 'LOAD_AND_FLATTEN'])),
  MaxItems: z.optional(z.union([z.number(), z.string()])),
});

/** Where a distributed Map has its items from. */
export const ItemReader = z.strictObject({
  Resource: z.enum(['arn:aws:states:::s3:getObject', 'arn:aws:states:::s3:listObjectsV2']),
  ReaderConfig: z.optional(ReaderConfig),
  Arguments: template,
});

/** documented (https://docs.aws.amazon.com/step-functions/latest/dg/input-output-resultwriter.html) */
const WriterConfig = z.strictObject({
  OutputType: z.optional(z.enum(['JSON', 'JSONL'])),
  Transformation: z.optional(z.enum(['NONE', 'COMPACT', 'FLATTEN'])),
});

/** Where it leaves what its children gave. */
export const ResultWriter = z.strictObject({
  Resource: z.optional(z.enum(['arn:aws:states:::s3:putObject'])),
  Arguments: template,
  WriterConfig: z.optional(WriterConfig),
});

export type ItemReader = z.infer<typeof ItemReader>;
export type ReaderConfig = z.infer<typeof ReaderConfig>;
export type ResultWriter = z.infer<typeof ResultWriter>;

interface MapData {
  readonly ItemReader?: ItemReader;
  readonly ResultWriter?: ResultWriter;
  readonly Items?: Json;
}

/** What is wrong with them together; undefined where nothing is. assumed: the sentences */
export const wrongWithMapData = (
  { ItemReader: reader, ResultWriter: writer, Items }: MapData,
  isDistributed: boolean,
): string | undefined => {
  if (!isDistributed && (reader ?? writer) !== undefined)
    return "'ItemReader' and 'ResultWriter' are supported in DISTRIBUTED mode only.";
  if (writer !== undefined && writer.Resource === undefined && writer.WriterConfig === undefined)
    return "'ResultWriter' must have 'Resource' or 'WriterConfig'.";
  if (reader === undefined) return undefined;
  if (Items !== undefined) return "A state has either 'Items' or 'ItemReader'.";
  const { InputType, Transformation, CSVHeaderLocation, CSVHeaders } = reader.ReaderConfig ?? {};
  const isList = reader.Resource.endsWith('listObjectsV2');
  if ((Transformation === 'LOAD_AND_FLATTEN' || !isList) && InputType === undefined)
    return "'InputType' is required in 'ReaderConfig'.";
  if (InputType === 'CSV' && CSVHeaderLocation === undefined)
    return "'CSVHeaderLocation' is required for the InputType 'CSV'.";
  if (CSVHeaderLocation === 'GIVEN' && CSVHeaders === undefined)
    return "'CSVHeaders' is required for the CSVHeaderLocation 'GIVEN'.";
  return undefined;
};
