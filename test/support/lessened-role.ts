import {
  DeleteRolePolicyCommand,
  GetRolePolicyCommand,
  IAMClient,
  PutRolePolicyCommand,
} from '@aws-sdk/client-iam';
import * as z from 'zod/mini';
import type { TimedEntry } from '../../sandbox/service';
import type { Stage } from '../../sandbox/stories/stage';
import { functionRolesOf, readPackagedTemplate } from './packaged-roles';
import { type FunctionCall, functionCallsOf } from './recorded-calls';
import type { Scenario } from './sandbox';

export interface Removal {
  /** Whose role loses the action. */
  readonly functionName: string;
  readonly action: string;
}

/** What happened while a function could not call something. */
export interface LessenedRun<Result> {
  readonly result: Result;
  readonly entries: readonly TimedEntry[];
  readonly calls: readonly FunctionCall[];
  /** Each call that any function was denied, with what it was for, once: `FUNCTION: ACTION on RESOURCES`. */
  readonly denied: readonly string[];
  /** The ARN that the function called with. */
  readonly session: string;
  /** All that the function left to read: its log, and what it wrote into the ledger and to others. */
  readonly words: string;
}

const Document = z.object({
  Version: z.string(),
  Statement: z.array(z.looseObject({ Action: z.array(z.string()) })),
});
const POLICY = 'calls';

/** Takes actions out of roles of a running stack, as an operator does, and puts them back. Stop it in the end. */
export const createLessening = async (scenario: Scenario) => {
  const { sandbox } = scenario;
  const iam = new IAMClient({
    endpoint: sandbox.url,
    region: 'eu-west-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });
  const roles = functionRolesOf(await readPackagedTemplate());
  const roleNameOf = (functionName: string): string => {
    const role = roles.find((it) => it.functionName === functionName);
    const name = role && sandbox.stack.resources.get(role.roleId)?.ref;
    if (name === undefined) throw new Error(`The stack has no function ${functionName}.`);
    return name;
  };
  /** Throws where the role has not the action: such a test would prove nothing. Gives back what restores it. */
  const lessen = async ({ functionName, action }: Removal): Promise<() => Promise<unknown>> => {
    const about = { RoleName: roleNameOf(functionName), PolicyName: POLICY };
    const { PolicyDocument = '' } = await iam.send(new GetRolePolicyCommand(about));
    const whole = decodeURIComponent(PolicyDocument);
    const { Version, Statement } = Document.parse(JSON.parse(whole));
    if (!Statement.some(({ Action }) => Action.includes(action)))
      throw new Error(`${functionName} may not call ${action} as it is.`);
    const left = Statement.map((it) => ({
      ...it,
      Action: it.Action.filter((one) => one !== action),
    })).filter(({ Action }) => Action.length > 0);
    const PolicyLeft = JSON.stringify({ Version, Statement: left });
    // IAM takes no policy without a statement.
    if (left.length === 0) await iam.send(new DeleteRolePolicyCommand(about));
    else await iam.send(new PutRolePolicyCommand({ ...about, PolicyDocument: PolicyLeft }));
    return () => iam.send(new PutRolePolicyCommand({ ...about, PolicyDocument: whole }));
  };
  return {
    without: <Result>(
      removal: Removal,
      act: (stage: Stage) => Promise<Result>,
    ): Promise<LessenedRun<Result>> =>
      scenario.play(async (stage) => {
        const entries: TimedEntry[] = [];
        const restore = await lessen(removal);
        const end = sandbox.journal.follow((entry) => entries.push(entry));
        try {
          const result = await act(stage);
          const role = roleNameOf(removal.functionName);
          const session = `arn:aws:sts::123456789012:assumed-role/${role}/${removal.functionName}`;
          return { result, ...readEntries(entries, removal.functionName), session };
        } finally {
          end();
          await restore();
        }
      }),
    stop: (): void => iam.destroy(),
  };
};

const readEntries = (entries: readonly TimedEntry[], functionName: string) => {
  const calls = functionCallsOf(entries);
  const lines = entries.flatMap((it) =>
    it.kind === 'log' && it.functionName === functionName ? [it.line] : [],
  );
  const inputs = calls
    .filter((call) => call.functionName === functionName)
    .map(({ input }) => JSON.stringify(input));
  const denied = calls
    .filter(({ error }) => error?.startsWith('AccessDenied') === true)
    .map((call) => `${call.functionName}: ${call.action} on ${call.resources.join(', ')}`);
  return {
    ...{ entries, calls },
    denied: [...new Set(denied)],
    words: [...lines, ...inputs].join('\n'),
  };
};

/** As AWS says it; it names the resource of an action that has one. */
export const sentenceOf = (session: string, action: string, resource: string): string =>
  `User: ${session} is not authorized to perform: ${action}${
    resource === '*' ? '' : ` on resource: ${resource}`
  }`;
