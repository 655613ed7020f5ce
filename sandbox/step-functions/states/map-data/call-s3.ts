import type { Visit } from '../../engine/execution';
import { StateFailure } from '../../engine/failure';
import { isJsonObject, type Json, type JsonObject } from '../../json';

/** Calls S3 under the machine's role, as a task would. What goes wrong has the name that the Map gives it. */
export const callS3 = async (
  { frame, name }: Visit,
  operation: 'getObject' | 'listObjectsV2' | 'putObject',
  { arguments: given, failure }: { readonly arguments: JsonObject; readonly failure: string },
): Promise<JsonObject> => {
  const { engine, roleArn, arn } = frame.execution;
  try {
    const result: Json = await engine.runTask({
      resource: `arn:aws:states:::aws-sdk:s3:${operation}`,
      arguments: given,
      executionRoleArn: roleArn,
      executionArn: arn,
      stateName: name,
    });
    return isJsonObject(result) ? result : {};
  } catch (error) {
    throw error instanceof StateFailure ? new StateFailure(failure, error.reason) : error;
  }
};
