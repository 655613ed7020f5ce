import * as z from 'zod/mini';
import { matchesResource } from '../../sandbox/permissions/wildcard';
import type { TimedEntry } from '../../sandbox/service';
import type { FunctionRole } from './packaged-roles';

/** A call that a function of the stack made with its own credentials. */
export interface FunctionCall {
  readonly functionName: string;
  readonly action: string;
  readonly resources: readonly string[];
  readonly input: unknown;
  /** The error's code; absent where it succeeded. */
  readonly error?: string;
}

export const functionCallsOf = (entries: readonly TimedEntry[]): readonly FunctionCall[] =>
  entries.flatMap((entry) => {
    if (entry.kind !== 'call' || entry.caller.functionName === undefined) return [];
    const { action, resources, input, error } = entry;
    return [{ functionName: entry.caller.functionName, action, resources, input, error }];
  });

const Published = z.object({ TopicArn: z.string(), Message: z.string() });
const Notice = z.object({ kind: z.string(), outcome: z.optional(z.string()) });
const Answer = z.object({ status: z.string() });

/** `slipway-dev-notices verdict passed`: each notice that was published or tried to be, in order. */
export const noticesIn = (made: readonly FunctionCall[]): readonly string[] =>
  made.flatMap(({ action, input }) => {
    if (action !== 'sns:Publish') return [];
    const { TopicArn, Message } = Published.parse(input);
    const { kind, outcome = '' } = Notice.parse(JSON.parse(Message));
    return [`${TopicArn.split(':').at(-1)} ${kind} ${outcome}`.trim()];
  });

/** `Failed accepted`: what CodeDeploy was told, and what it said to that. */
export const answersIn = (made: readonly FunctionCall[]): readonly string[] =>
  made.flatMap(({ action, input, error = 'accepted' }) =>
    action === 'codedeploy:PutLifecycleEventHookExecutionStatus'
      ? [`${Answer.parse(input).status} ${error}`]
      : [],
  );

type Calls = Pick<FunctionRole, 'functionName' | 'calls'>;

/**
 * Where what functions may call is not what they called, both ways round, a sentence each; nothing where the two are
 * the same. A call counts though it failed: it was made.
 */
export const differencesOf = (
  roles: readonly Calls[],
  made: readonly FunctionCall[],
): readonly string[] =>
  roles.flatMap(({ functionName, calls }) => {
    const granted = [...new Set(calls.map(({ action }) => action))];
    const used = [...new Set(callsBy(functionName, made).map(({ action }) => action))];
    return [
      ...granted
        .filter((action) => !used.includes(action))
        .map((action) => `${functionName} may ${action} and never did`),
      ...used
        .filter((action) => !granted.includes(action))
        .map((action) => `${functionName} did ${action} and its calls do not list it`),
    ];
  });

/**
 * What functions may act on and never did, a sentence each. `arnOf` gives the ARN that a resource of the template is
 * in the sandbox, undefined for one that need not have been touched.
 */
export const untouchedResources = (
  roles: readonly Calls[],
  made: readonly FunctionCall[],
  arnOf: (resource: unknown) => string | undefined,
): readonly string[] =>
  roles.flatMap(({ functionName, calls }) =>
    calls.flatMap(({ action, resources }) =>
      resources.flatMap((resource) => {
        const arn = arnOf(resource);
        const touched = callsBy(functionName, made).some(
          (call) =>
            call.action === action &&
            call.resources.some((it) => arn === undefined || matchesResource(arn, it)),
        );
        return touched ? [] : [`${functionName} may ${action} on ${arn} and never did`];
      }),
    ),
  );

const callsBy = (functionName: string, made: readonly FunctionCall[]): readonly FunctionCall[] =>
  made.filter((call) => call.functionName === functionName);
