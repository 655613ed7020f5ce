import type { Context } from 'aws-lambda';
import { InvalidInputError } from '../../domain/errors';
import { hooksOf } from '../../domain/releases/gates';
import type { ServiceDeployments } from '../../domain/releases/ports';
import type { ReleaseAbout } from '../../domain/releases/validation/prepare-gate';
import type { EcsHookEvent } from '../../events/ecs-hook/normalise';
import { toIso } from '../../domain/units';
import { openEnvelope } from '../../events/envelope/open-envelope';
import { type EcsHookAnswer, toEcsHookAnswer } from '../../events/ecs-hook/answer';
import type { OwnGatePorts } from '../shared/own-gate';
import { createOwnGate } from '../shared/own-gate';

export interface Dependencies extends OwnGatePorts {
  readonly account: string;
  readonly region: string;
  readonly serviceDeployments: ServiceDeployments;
}

/** Kept back of the function's life, to answer in. */
const RESERVE_MS = 15_000;

/**
 * Judges a deployment that ECS does by itself, at the stages that its hook is for. ECS waits for what is returned,
 * and calls again where that is IN_PROGRESS: the gate goes on where it stood (key: service deployment and stage).
 * Fails closed; a deployment that goes back is let go. Throws only for what is no hook: ECS then rolls back.
 */
export const createHandle = (deps: Dependencies) => {
  const judge = createOwnGate(deps);
  return async (
    input: unknown,
    context: Pick<Context, 'getRemainingTimeInMillis'>,
  ): Promise<EcsHookAnswer> => {
    const event = readHook(input);
    const stage = hooksOf('ecs').find((it) => it === event.stage);
    if (stage === undefined)
      throw new InvalidInputError('The hook', [`${event.stage} is no stage that is known`]);
    const { account = deps.account, region = deps.region } = event;
    const deploymentId = event.serviceDeploymentArn.split('/').at(-1) ?? event.executionId;
    deps.logger.appendKeys({ deploymentId, hook: stage });
    const deadline = deps.clock.abortAfter(context.getRemainingTimeInMillis() - RESERVE_MS);
    const release = { account, region, deploymentId };
    return judge(
      { release, executionId: stage, place: 'ecs', hook: stage },
      async () =>
        event.isRollback
          ? toWayBack(event, toIso(deps.clock.nowEpochMs()))
          : readAbout(deps.serviceDeployments, event),
      { deadline, answer: async (it) => toEcsHookAnswer(it, deps.clock.nowEpochMs()) },
    );
  };
};

const readHook = (input: unknown): EcsHookEvent => {
  const { events, faults } = openEnvelope(input);
  const hook = events.find((event) => event.meaning === 'EcsHook');
  if (hook?.meaning !== 'EcsHook') throw new InvalidInputError('The hook', faults);
  return hook;
};

const readAbout = async (
  deployments: ServiceDeployments,
  { serviceDeploymentArn }: EcsHookEvent,
): Promise<ReleaseAbout> => {
  const { cluster, service, startedAt, taskDefinition, isRollback } =
    await deployments.read(serviceDeploymentArn);
  return {
    application: cluster,
    group: service,
    startedAt,
    isRollback,
    target: { ecs: { cluster, service, taskDefinition } },
  };
};

/** What goes back is not judged: nothing has to be read, and nothing that cannot be read holds it up. */
const toWayBack = ({ serviceArn }: EcsHookEvent, startedAt: string): ReleaseAbout => {
  const [, cluster = serviceArn, service = serviceArn] = serviceArn.split('/');
  return { application: cluster, group: service, startedAt, isRollback: true, target: {} };
};
