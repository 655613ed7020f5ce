import fc from 'fast-check';
import { ourHooks } from '../../sandbox/stories/stage';
import type { CallFault, Fault } from '../../sandbox/faults/fault';

export const HOOK_FUNCTION = ourHooks()['BeforeAllowTraffic'] ?? '';
export const CONTINUE_FUNCTION = 'slipway-dev-continue-validation';
export const ANSWERS = 'PutLifecycleEventHookExecutionStatus';

/** A call that a fault can strike; nobody in particular makes it where there is no caller: the machine, too. */
type Struck = Required<Pick<CallFault, 'service' | 'operation'>> & Pick<CallFault, 'caller'>;

/** What either function calls on its way from an invocation to an answer, and to what is told of it. */
const CALLS: readonly (readonly [service: string, operation: string])[] = [
  ['ssm', 'GetParameter'],
  ['codedeploy', 'GetDeployment'],
  ['codedeploy', 'ListDeploymentTargets'],
  ['codedeploy', 'BatchGetDeploymentTargets'],
  ['codedeploy', ANSWERS],
  ['dynamodb', 'GetItem'],
  ['dynamodb', 'PutItem'],
  ['dynamodb', 'Query'],
  ['dynamodb', 'UpdateItem'],
  ['dynamodb', 'DeleteItem'],
  ['monitoring', 'DescribeAlarms'],
  ['sns', 'Publish'],
  ['sqs', 'SendMessage'],
];
const STRUCK: readonly Struck[] = [
  ...[HOOK_FUNCTION, CONTINUE_FUNCTION].flatMap((caller) =>
    CALLS.map(([service, operation]) => ({ service, operation, caller })),
  ),
  { service: 'states', operation: 'StartExecution', caller: HOOK_FUNCTION },
  { service: 'lambda', operation: 'Invoke' },
  { service: 'codedeploy', operation: ANSWERS },
];

/** One fault at one call. */
export interface Strike {
  readonly struck: Struck;
  readonly kind: CallFault['kind'];
  /** Absent: for ever. */
  readonly times?: number;
}

/**
 * A silent connection costs real time, as long as clients wait: it strikes once. The machine's calls see it as an error
 * of their client, at once.
 */
const anyStrike: fc.Arbitrary<Strike> = fc
  .record({
    struck: fc.constantFrom(...STRUCK),
    kind: fc.constantFrom(
      ...(['throttle', 'error', 'lost-answer', 'timeout-before', 'timeout-after'] as const),
      'access-denied' as const,
    ),
    times: fc.constantFrom(1, 2, 4, undefined),
  })
  .map((it) => (it.kind.startsWith('timeout') ? { ...it, times: 1 } : it));

/** What goes wrong with one release. */
export interface Trouble {
  readonly strikes: readonly Strike[];
  /** Lambda invokes the hook twice. */
  readonly isInvokedTwice: boolean;
  /** Every event about it is lost. */
  readonly isUnheard: boolean;
  /** An alarm goes red during its bake. */
  readonly goesBad: boolean;
}

export const anyTrouble: fc.Arbitrary<Trouble> = fc.record({
  strikes: fc.array(anyStrike, { minLength: 1, maxLength: 2 }),
  isInvokedTwice: fc.boolean(),
  isUnheard: fc.boolean(),
  goesBad: fc.boolean(),
});

export const toFaults = ({ strikes, isInvokedTwice, isUnheard }: Trouble): readonly Fault[] => [
  ...strikes.map(({ struck, kind, times }): Fault => ({ kind, ...struck, times })),
  ...(isInvokedTwice
    ? [{ kind: 'invoke-twice', functionName: HOOK_FUNCTION } as const satisfies Fault]
    : []),
  ...(isUnheard ? [{ kind: 'drop', source: 'aws.codedeploy' } as const satisfies Fault] : []),
];

/** CodeDeploy takes no answer, ever, from somebody who would give it. */
export const isDeniedForEver = ({ strikes }: Trouble): boolean =>
  strikes.some(
    ({ struck, kind, times }) =>
      struck.operation === ANSWERS && times === undefined && kind !== 'lost-answer',
  );
