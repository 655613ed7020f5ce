import type { Host } from './host';

/** How a script ends on a simulated host. Nothing named: exit code 0 after a second, without a word. */
export interface ScriptAnswer {
  readonly exitCode?: number;
  readonly stdout?: string;
  readonly stderr?: string;
  /** Sandbox time. */
  readonly afterSec?: number;
  /** Never ends by itself. */
  readonly hangs?: boolean;
  /** After `afterSec` the host reboots under the script, and the agent never hears how it ended. */
  readonly reboots?: boolean;
  /** After `afterSec` the agent that runs it is gone, and with it the answer. */
  readonly agentDies?: boolean;
}

/** A script that SSM runs. */
export interface CommandRun {
  readonly host: Host;
  readonly commandId: string;
  readonly documentName: string;
  /** The document's parameters, defaults filled in. */
  readonly parameters: Readonly<Record<string, readonly string[]>>;
  /** The step's name in the document. */
  readonly step: string;
  /** What the shell would be given. */
  readonly script: string;
  /** The environment that the document sets (`SSM_…`), and SSM's own. */
  readonly environment: Readonly<Record<string, string>>;
  /** 1, and one more for each time that the script is run again after a reboot. */
  readonly attempt: number;
  readonly uptimeSec: number;
}

/** A script, or an act of the agent's own, that belongs to a lifecycle event of a CodeDeploy deployment. */
export interface LifecycleRun {
  readonly host: Host;
  readonly deploymentId: string;
  readonly event: string;
  /** Its location in the bundle; absent for what the agent does itself (DownloadBundle, Install, AllowTraffic…). */
  readonly script?: string;
  /** The revision that is deployed, as JSON. */
  readonly revision: string;
}

export type AnswerOf<Run> = ScriptAnswer | ((run: Run) => ScriptAnswer | Promise<ScriptAnswer>);

interface Often {
  /** An instance id or an on-premises name. Absent: every host. */
  readonly host?: string;
  /** For the first `times` runs that fit; for ever where absent. */
  readonly times?: number;
}
export interface CommandRule extends Often {
  readonly document?: string;
  /** Text that the script or a parameter's value holds. */
  readonly contains?: string;
  readonly answer: AnswerOf<CommandRun>;
}
export interface LifecycleRule extends Often {
  readonly event?: string;
  readonly script?: string;
  /** Text that the revision holds: an object's key, or a line of its AppSpec. */
  readonly revision?: string;
  readonly answer: AnswerOf<LifecycleRun>;
}

export interface RuleBook<Rule, Run> {
  /** The rule that was added last comes first. Returns what takes it back. */
  add(rule: Rule): () => void;
  /** What the first rule that fits says; `{}` where none does. */
  answer(run: Run): ScriptAnswer | Promise<ScriptAnswer>;
}

const createRuleBook = <Rule extends Often & { answer: AnswerOf<Run> }, Run extends { host: Host }>(
  fits: (rule: Rule, run: Run) => boolean,
): RuleBook<Rule, Run> => {
  const rules: { readonly rule: Rule; left: number }[] = [];
  return {
    add: (rule) => {
      const entry = { rule, left: rule.times ?? Number.POSITIVE_INFINITY };
      rules.unshift(entry);
      return () => void (entry.left = 0);
    },
    answer: (run) => {
      const entry = rules.find(
        ({ rule, left }) => left > 0 && isOn(rule.host, run.host) && fits(rule, run),
      );
      if (entry === undefined) return {};
      entry.left -= 1;
      const { answer } = entry.rule;
      return typeof answer === 'function' ? answer(run) : answer;
    },
  };
};

const isOn = (wanted: string | undefined, host: Host): boolean =>
  wanted === undefined || wanted === host.instanceId || wanted === host.onPremisesName;

const holds = (wanted: string | undefined, texts: readonly string[]): boolean =>
  wanted === undefined || texts.some((text) => text.includes(wanted));
const is = (wanted: string | undefined, given: string | undefined): boolean =>
  wanted === undefined || wanted === given;

export const createCommandRules = (): RuleBook<CommandRule, CommandRun> =>
  createRuleBook(
    (rule, run) =>
      is(rule.document, run.documentName) &&
      holds(rule.contains, [run.script, ...Object.values(run.parameters).flat()]),
  );

export const createLifecycleRules = (): RuleBook<LifecycleRule, LifecycleRun> =>
  createRuleBook(
    (rule, run) =>
      is(rule.event, run.event) &&
      is(rule.script, run.script) &&
      holds(rule.revision, [run.revision]),
  );
