import { StateFailure } from '../engine/failure';
import { isJsonObject, isRecord, toJson, type Json, type JsonObject } from '../json';
import type { OperationModel } from '../../wire/model';
import { readValue, writeValue, type ValueFormat } from '../../wire/values';

const capitalise = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1);

/**
 * Members begin with a capital in a state, however the service's model writes them.
 * documented (https://docs.aws.amazon.com/step-functions/latest/dg/supported-services-awssdk.html); that dates are
 * ISO-8601 text and blobs UTF-8 text is assumed
 */
const stateFormat: ValueFormat = {
  nameOf: (_member, name) => capitalise(name),
  readTimestamp: (value) => {
    const date = typeof value === 'number' ? new Date(value * 1000) : new Date(String(value));
    return Number.isNaN(date.getTime()) ? undefined : date;
  },
  readBlob: (value) => Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)),
  writeTimestamp: (date) => date.toISOString(),
  writeBlob: (bytes) => Buffer.from(bytes).toString(),
};

const refuse = (parameters: Json, why: string): StateFailure =>
  // assumed: error name and text
  new StateFailure(
    'States.Runtime',
    `The Parameters '${JSON.stringify(parameters)}' could not be used to start the Task: [${why}]`,
  );

/** A task's arguments as `new XCommand(input)` takes them. Throws StateFailure where they are not the model's. */
export const toServiceInput = (parameters: Json, { input }: OperationModel): unknown => {
  if (!isJsonObject(parameters)) throw refuse(parameters, 'They are not an object');
  const known = [...input.structIterator()].map(([name]) => capitalise(name));
  const unknown = Object.keys(parameters).find((name) => !known.includes(name));
  if (unknown !== undefined)
    throw refuse(parameters, `The field "${unknown}" is not supported by Step Functions`);
  try {
    return readValue(input, parameters, stateFormat);
  } catch (error) {
    throw refuse(parameters, error instanceof Error ? error.message : String(error));
  }
};

/** A command's output as the state's result. */
export const toTaskResult = (output: unknown, model: OperationModel): JsonObject => {
  const result = toJson(writeValue(model.output, isRecord(output) ? output : {}, stateFormat));
  return isJsonObject(result) ? result : {};
};
