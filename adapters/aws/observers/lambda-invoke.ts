import type { LambdaClient } from '@aws-sdk/client-lambda';
import type { Clock } from '../../../domain/ports';
import { fillInAssertions } from '../../../domain/releases/checks/assertions';
import type { LambdaInvokeCheck } from '../../../domain/releases/checks/check';
import { excerptOfAnswer, excerptOfJson } from '../../../domain/releases/checks/excerpt';
import type { Eye } from '../../../domain/releases/checks/eye';
import { fillInJson, fillInObject } from '../../../domain/releases/checks/fill-in';
import { LookFault, orFault } from '../../../domain/releases/checks/look-fault';
import type { InvokeSample } from '../../../domain/releases/checks/observation';
import type { JsonObject } from '../../../domain/releases/policy';
import { shorten } from '../../../domain/units';
import { parseAnswer } from '../../json/answer';
import { readPaths } from '../../json/paths';
import type { InvocationAnswer } from './invoke';
import { invoke } from './invoke';

/** All samples of a look together: each has its share of what is stored. */
const EVIDENCE_CHARACTERS = 32_000;

/**
 * Invokes the exact new version, one time after another: first as often as the check says so that it is warm, then to
 * be judged. What a warm-up answers does not count, that Lambda would not invoke does.
 */
export const createLambdaInvokeEye =
  (lambda: LambdaClient, clock: Clock): Eye<LambdaInvokeCheck> =>
  ({ check, subject }, signal) =>
    orFault(async () => {
      if (subject.lambda === undefined)
        throw new LookFault('NoFunctionToInvoke', 'The release has no function.');
      const invocation = {
        functionName: subject.lambda.functionName,
        version: subject.lambda.targetVersion,
        payload: fillInJson(check.payload, subject),
      };
      const asked: Asked = {
        expect: fillInObject(check.expect, subject),
        paths: fillInAssertions(check.assertions, subject).map(({ path }) => path),
        most: Math.min(2000, Math.floor(EVIDENCE_CHARACTERS / check.samples)),
      };
      for (let warm = 0; warm < check.warmUp; warm += 1) await invoke(lambda, invocation, signal);
      const samples: InvokeSample[] = [];
      while (samples.length < check.samples) {
        const startedEpochMs = clock.nowEpochMs();
        const answer = await invoke(lambda, invocation, signal);
        const durationMs = clock.nowEpochMs() - startedEpochMs;
        samples.push({ ...toSample(asked, answer), durationMs });
      }
      return { kind: 'lambda-invoke', samples };
    });

interface Asked {
  readonly expect: JsonObject;
  readonly paths: readonly string[];
  /** Characters of one text. */
  readonly most: number;
}

const toSample = (
  { expect, paths, most }: Asked,
  { executedVersion, functionError, text }: InvocationAnswer,
): Omit<InvokeSample, 'durationMs'> => {
  const answer = functionError === undefined ? parseAnswer(text) : undefined;
  if (answer === undefined)
    return { executedVersion, functionError, payload: shorten(text, most), values: [] };
  const isShort = text.length <= most;
  return {
    executedVersion,
    payload: isShort ? text : JSON.stringify(excerptOfAnswer(expect, answer, most)),
    values: readPaths(paths, answer).map((value) => excerptOfJson(value, most)),
  };
};
