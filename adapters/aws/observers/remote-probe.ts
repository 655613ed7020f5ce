import type { LambdaClient } from '@aws-sdk/client-lambda';
import { LookFault, orFault } from '../../../domain/releases/checks/look-fault';
import { parseJson } from '../../../domain/releases/checks/json';
import { shorten } from '../../../domain/units';
import { toFaults } from '../../../events/envelope/faults';
import { ProbeAnswer } from '../../../events/probe-request/schema';
import type { Probe } from '../../http/probe';
import { invoke } from './invoke';

/** Has the probe function ask, from where it is. Without one every look is a fault `NoProbe`. */
export const createRemoteProbe =
  (lambda: LambdaClient, functionName: string | undefined): Probe =>
  (request, signal) =>
    orFault(async () => {
      if (functionName === undefined)
        throw new LookFault('NoProbe', 'The stack has no probe function to look from.');
      const payload = { schemaVersion: 1, request };
      const { functionError, text } = await invoke(lambda, { functionName, payload }, signal);
      if (functionError !== undefined)
        throw new LookFault('ProbeFailed', `The probe failed: ${shorten(text, 200)}`);
      const answer = ProbeAnswer.safeParse(parseJson(text));
      if (answer.success) return answer.data;
      throw new LookFault(
        'ProbeAnswerNotValid',
        `The probe's answer is not valid: ${toFaults(answer.error).join('; ')}.`,
      );
    });
