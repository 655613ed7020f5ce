import type { LambdaClient } from '@aws-sdk/client-lambda';
import * as z from 'zod/mini';
import type { SuiteCheck } from '../../../domain/releases/checks/check';
import type { Eye } from '../../../domain/releases/checks/eye';
import { fillInObject } from '../../../domain/releases/checks/fill-in';
import { parseJson } from '../../../domain/releases/checks/json';
import { LookFault, orFault } from '../../../domain/releases/checks/look-fault';
import type { JsonObject } from '../../../domain/releases/policy';
import type { ReleaseSubject } from '../../../domain/releases/release';
import { shorten } from '../../../domain/units';
import { toFaults } from '../../../events/envelope/faults';
import { invoke } from './invoke';

/** What a suite answers: docs/checks.md. Strict, so that a misspelt `outcome` is no pass. */
const SuiteAnswer = z.strictObject({
  outcome: z.enum(['passed', 'failed', 'inconclusive', 'error']),
  /** A constant code of the team's own. */
  reason: z.string().check(z.regex(/^[A-Z][A-Za-z0-9]{0,79}$/)),
  detail: z.optional(z.string()),
  samples: z.optional(z.int().check(z.gte(0))),
});

const DETAIL_CHARACTERS = 2000;

/** Asks a function of the team's own. It may be asked twice about the same release. */
export const createSuiteEye =
  (lambda: LambdaClient): Eye<SuiteCheck> =>
  ({ check, subject }, signal) =>
    orFault(async () => {
      const payload = toSuiteRequest(subject, fillInObject(check.parameters, subject));
      const asked = { functionName: check.functionArn, payload };
      const { functionError, text } = await invoke(lambda, asked, signal);
      if (functionError !== undefined)
        throw new LookFault('SuiteFailed', `The suite failed: ${shorten(text, 200)}`);
      const answer = SuiteAnswer.safeParse(parseJson(text));
      if (!answer.success)
        throw new LookFault(
          'SuiteAnswerNotValid',
          `The suite's answer is not valid: ${toFaults(answer.error).join('; ')}.`,
        );
      const { outcome, reason, detail = '', samples = 1 } = answer.data;
      return {
        kind: 'suite',
        outcome,
        reason,
        detail: shorten(detail, DETAIL_CHARACTERS),
        samples,
      };
    });

/** What a suite is sent: docs/checks.md. Members may be added, never changed. */
const toSuiteRequest = (
  { release, application, group, startedAt, lambda, ecs, instanceIds }: ReleaseSubject,
  parameters: JsonObject,
) => ({
  schemaVersion: 1,
  release,
  application,
  group,
  startedAt,
  target: { lambda, ecs, instanceIds },
  parameters,
});
