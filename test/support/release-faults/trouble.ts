import fc from 'fast-check';
import type { CallFault, Fault } from '../../../sandbox/faults/fault';

/** What a function calls on its way from an invocation to an answer, and to what is told of it. */
type Calls = readonly (readonly [service: string, operation: string])[];

const LEDGER: Calls = [
  ['dynamodb', 'GetItem'],
  ['dynamodb', 'PutItem'],
  ['dynamodb', 'Query'],
  ['dynamodb', 'UpdateItem'],
  ['dynamodb', 'DeleteItem'],
];
const JUDGING: Calls = [
  ...LEDGER,
  ['ssm', 'GetParameter'],
  ['monitoring', 'DescribeAlarms'],
  ['sns', 'Publish'],
  ['sqs', 'SendMessage'],
];
const DEPLOYMENTS: Calls = [
  ['codedeploy', 'GetDeployment'],
  ['codedeploy', 'ListDeploymentTargets'],
  ['codedeploy', 'BatchGetDeploymentTargets'],
];
const HANDING_OVER: Calls = [['states', 'StartExecution']];
const HOOK_ANSWER: Calls = [['codedeploy', 'PutLifecycleEventHookExecutionStatus']];
const HOST_ANSWERS: Calls = [
  ['codedeploy', 'ContinueDeployment'],
  ['codedeploy', 'StopDeployment'],
];
const JOB_ANSWERS: Calls = [
  ['codepipeline', 'PutJobSuccessResult'],
  ['codepipeline', 'PutJobFailureResult'],
];

export const CONTINUE_FUNCTION = 'slipway-dev-continue-validation';
const RECONCILE_FUNCTION = 'slipway-dev-reconcile';

/** Whoever calls, and the machine, which has no function. */
const ANYBODY = undefined;
interface Caller {
  readonly names: readonly (string | undefined)[];
  readonly judging: Calls;
  readonly answers: Calls;
}

/** Those that keep any gate of CodeDeploy's. */
const keepers = (answers: Calls): readonly Caller[] => [
  { names: [CONTINUE_FUNCTION], judging: [...JUDGING, ...DEPLOYMENTS], answers },
  {
    names: [RECONCILE_FUNCTION],
    judging: [...JUDGING, ...DEPLOYMENTS, ...HANDING_OVER, ['codedeploy', 'ListDeployments']],
    answers,
  },
  { names: [ANYBODY], judging: [['lambda', 'Invoke']], answers },
];

/** Whoever is at work at a kind of gate, by its place. */
export const atHooks = (names: readonly string[]): readonly Caller[] => [
  { names, judging: [...JUDGING, ...DEPLOYMENTS, ...HANDING_OVER], answers: HOOK_ANSWER },
  ...keepers(HOOK_ANSWER),
];
export const AT_HOSTS: readonly Caller[] = [
  {
    names: ['slipway-dev-deployment-ready'],
    judging: [...JUDGING, ...DEPLOYMENTS, ...HANDING_OVER],
    answers: HOST_ANSWERS,
  },
  ...keepers(HOST_ANSWERS),
];
export const AT_SERVICES: readonly Caller[] = [
  {
    names: ['slipway-dev-ecs-hook'],
    judging: [
      ...JUDGING,
      ['ecs', 'DescribeServiceDeployments'],
      ['ecs', 'DescribeServiceRevisions'],
    ],
    answers: [],
  },
];
export const AT_PIPELINES: readonly Caller[] = [
  { names: ['slipway-dev-pipeline-check'], judging: JUDGING, answers: JOB_ANSWERS },
];
/** Whoever brings a person's word from Slack to the ledger. */
export const AT_QUESTIONS: readonly Caller[] = [
  { names: ['slipway-dev-slack-ingress'], judging: [['sqs', 'SendMessage']], answers: [] },
  {
    names: ['slipway-dev-slack-actions'],
    judging: [...LEDGER, ['sqs', 'SendMessage']],
    answers: [],
  },
  {
    names: ['slipway-dev-slack-publisher', 'slipway-dev-release-events'],
    judging: LEDGER,
    answers: [],
  },
];

/** A call that a fault can strike. */
type Struck = Required<Pick<CallFault, 'service' | 'operation'>> & Pick<CallFault, 'caller'>;

/** One fault at one call. */
export interface Strike {
  readonly struck: Struck;
  readonly kind: CallFault['kind'];
  /** Absent: for ever. */
  readonly times?: number;
}

const toStruck = (names: Caller['names'], calls: Calls): readonly Struck[] =>
  names.flatMap((caller) =>
    calls.map(([service, operation]) => ({ service, operation, ...(caller && { caller }) })),
  );

const KINDS = ['throttle', 'error', 'lost-answer', 'access-denied'] as const;
const SILENCES = ['timeout-before', 'timeout-after'] as const;

/**
 * Each third strikes an answer. A silent connection costs real time, as long as clients wait: it is rare, and strikes
 * once. The machine's calls see it as an error of their client, at once.
 */
const anyStrike = (callers: readonly Caller[]): fc.Arbitrary<Strike> => {
  const judging = callers.flatMap((it) => toStruck(it.names, it.judging));
  const answers = callers.flatMap((it) => toStruck(it.names, it.answers));
  const struck = fc.oneof(
    { weight: 2, arbitrary: fc.constantFrom(...judging) },
    { weight: 1, arbitrary: fc.constantFrom(...answers) },
  );
  return fc.oneof(
    {
      weight: 14,
      arbitrary: fc.record({
        struck,
        kind: fc.constantFrom(...KINDS),
        times: fc.constantFrom(1, 2, 4, 12, undefined),
      }),
    },
    {
      weight: 1,
      arbitrary: fc.record({ struck, kind: fc.constantFrom(...SILENCES), times: fc.constant(1) }),
    },
  );
};

const EVENTS = {
  lost: { kind: 'drop' },
  'half lost': { kind: 'drop', chance: 0.5 },
  twice: { kind: 'duplicate', delayMs: 2_000 },
  'much later again': { kind: 'duplicate', delayMs: 600_000 },
  late: { kind: 'delay', delayMs: 200_000 },
  'out of order': { kind: 'reorder', behind: 2, delayMs: 400_000 },
  'in time': undefined,
} as const;

/** What goes wrong with some releases at once. */
export interface Trouble {
  readonly strikes: readonly Strike[];
  /** So long after the releases started; all else is wrong from the start. */
  readonly strikesFromSec: number;
  /** How CodeDeploy's events come. */
  readonly events: keyof typeof EVENTS;
  /** Lambda makes each asynchronous invocation twice. */
  readonly isInvokedTwice: boolean;
  /** SQS delivers each message twice. */
  readonly isDeliveredTwice: boolean;
  /** Their alarms go red so long after they started; absent: never. */
  readonly badAfterSec?: number;
  /** The machines that keep gates are ended, so long after the releases started. */
  readonly machinesEndAfterSec?: number;
}

export const anyTrouble = (callers: readonly Caller[]): fc.Arbitrary<Trouble> =>
  fc.record({
    strikes: fc.noBias(fc.array(anyStrike(callers), { minLength: 1, maxLength: 3 })),
    strikesFromSec: fc.constantFrom(0, 0, 70, 110),
    events: fc.constantFrom(...(Object.keys(EVENTS) as readonly (keyof typeof EVENTS)[])),
    isInvokedTwice: fc.boolean(),
    isDeliveredTwice: fc.boolean(),
    badAfterSec: fc.constantFrom(undefined, undefined, 5, 30, 90),
    machinesEndAfterSec: fc.constantFrom(undefined, undefined, 40, 100),
  });

/** What strikes from then on. */
export const strikesOf = ({ strikes }: Trouble): readonly Fault[] =>
  strikes.map(({ struck, kind, times }): Fault => ({ kind, ...struck, times }));

/** What is wrong all the time with what AWS delivers by itself. */
export const deliveryFaultsOf = (trouble: Trouble): readonly Fault[] => {
  const events = EVENTS[trouble.events];
  return [
    ...(events === undefined ? [] : [{ ...events, source: 'aws.codedeploy' } as const]),
    ...(trouble.isInvokedTwice ? [{ kind: 'invoke-twice' } as const] : []),
    ...(trouble.isDeliveredTwice ? [{ kind: 'deliver-twice', times: 10 } as const] : []),
  ];
};

/** How often whoever would answer so is refused, in calls: a client makes three of an error, one of a denial. */
export const refusalsOf = ({ strikes }: Trouble, operations: readonly string[]): number =>
  strikes
    .filter(({ struck, kind }) => operations.includes(struck.operation) && kind !== 'lost-answer')
    .reduce(
      (sum, { kind, times = Infinity }) => sum + times * (kind === 'access-denied' ? 3 : 1),
      0,
    );

/** Whether each call that was struck got through when it was tried again: nobody need notice. */
export const isMild = ({ strikes, machinesEndAfterSec }: Trouble): boolean =>
  machinesEndAfterSec === undefined &&
  strikes.reduce((sum, { times = 99 }) => sum + times, 0) <= 2 &&
  strikes.every(({ kind }) => kind !== 'access-denied');
