import { noAnswer } from '../faults/refusals';
import type { Identity } from '../permissions/identity';
import { AwsError, type Cloud, type Service } from '../service';
import { type CallRecord, toJournalEntry } from './call-record';
import { checkInput } from './check-input';
import { toFault } from './faults';
import type { OperationModel } from './model';
import { jsonFormat, parseJson } from './protocols/json';
import { WrittenOutput } from './protocols/protocol';
import { runOperation, sufferFaults } from './run-operation';
import { createModels, notInSandbox } from './understand';
import { readValue } from './values';

/**
 * Calls an operation under a role as a request over the wire would, without one: the model checks its input, it is
 * authorised, run, and recorded. `input` is what `new XCommand(input)` takes, the answer what the command gives.
 * Throws AwsError, with the code and the status that the service's protocol would have answered.
 */
export type CallInside = (request: InsideCall) => Promise<unknown>;
export interface InsideCall {
  /** The service's name in a signature: `monitoring` for CloudWatch. */
  readonly signingName: string;
  readonly operationName: string;
  readonly input: unknown;
  readonly roleArn: string;
  readonly sessionName: string;
}

export interface CallInsideDependencies {
  readonly cloud: Pick<Cloud, 'clock' | 'journal' | 'random' | 'faults'>;
  /** Read at each call: what calls from inside is one of them. */
  readonly services: () => readonly Service[];
  readonly identity: Pick<Identity, 'assume' | 'authorise'>;
}

/** Services of the query protocol, whose refusals have a status of their own. */
const QUERY_SERVICES: readonly string[] = ['sns', 'sts', 'iam', 'ec2', 'autoscaling'];

const protocolOf = (call: CallRecord): 'json' | 'query' | 'rest' => {
  if (call.operation?.http !== undefined) return 'rest';
  return QUERY_SERVICES.includes(call.service?.signingName ?? '') ? 'query' : 'json';
};

const asAnswered = (error: AwsError, call: CallRecord): AwsError => {
  const fault = toFault(error, call.model, false);
  return new AwsError(fault.code, fault.message, fault.status[protocolOf(call)]);
};

/** What another implementation wrote as its protocol's body is read as a client would. */
const outputOf = (output: unknown, operation: OperationModel): unknown =>
  output instanceof WrittenOutput
    ? readValue(operation.output, parseJson(Buffer.from(output.body)), jsonFormat)
    : output;

export const createCallInside = ({
  cloud: { clock, journal, random, faults },
  services,
  identity,
}: CallInsideDependencies): CallInside => {
  const modelOf = createModels();

  const perform = async (request: InsideCall, call: CallRecord): Promise<unknown> => {
    const { signingName, operationName, input, roleArn, sessionName } = request;
    const caller = identity.assume(roleArn, sessionName);
    const service = services().find((it) => it.signingName === signingName);
    Object.assign(call, { caller, service, operationName, input });
    if (service === undefined) throw notInSandbox(`the service ${signingName}`);
    const model = await modelOf(service);
    const operation = model.operations.get(operationName);
    Object.assign(call, { model, operation });
    if (operation === undefined || service.operations[operationName] === undefined)
      throw notInSandbox(`the operation ${service.iamPrefix}:${operationName}`);
    checkInput(signingName, model, operation.input, input);
    sufferFaults({ faults }, { service, call, caller });
    const output = await runOperation(
      identity,
      { service, call },
      { caller, requestId: random.uuid() },
    );
    return outputOf(output, operation);
  };

  const carryOut = async (request: InsideCall, call: CallRecord): Promise<unknown> => {
    try {
      const output = await perform(request, call);
      journal.record(toJournalEntry(call));
      return output;
    } catch (error) {
      const { signingName, operationName } = request;
      if (error instanceof AwsError) {
        journal.record(toJournalEntry(call, error.code));
        throw asAnswered(error, call);
      }
      const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
      journal.record(toJournalEntry(call, 'InternalFailure'));
      journal.record({
        kind: 'trouble',
        message: `${signingName} ${operationName} failed inside the sandbox: ${detail}`,
      });
      throw new AwsError('InternalFailure', 'The sandbox failed; its journal says how.', 500);
    }
  };
  const inTurn = clock.speed === 0 ? createTurns() : (work: () => Promise<unknown>) => work();

  return (request) =>
    inTurn(async () => {
      const call: CallRecord = {};
      const answer = carryOut(request, call);
      await answer.catch(() => undefined);
      // What is slow is not noticed: nobody waits in real time.
      if (call.sending?.how === 'never' || call.sending?.how === 'cut off') throw noAnswer();
      return answer;
    });
};

/**
 * One after the other, in the order in which they were asked for: branches that a machine runs at once would else
 * race each other through the functions that they invoke.
 */
const createTurns = () => {
  let last: Promise<unknown> = Promise.resolve();
  return (work: () => Promise<unknown>): Promise<unknown> => {
    const turn = last.then(work);
    last = turn.catch(() => undefined);
    return turn;
  };
};
