import validate from 'asl-validator';
import { isRecord } from '../json';
import { checkDefinition } from './check-definition';
import type { Machine, State } from './definition';
import { parseResource } from './resource';
import { machinesOf, statesOf, transitionsOf, type PlacedMachine, type PlacedState } from './walk';

export interface Finding {
  readonly level: 'error' | 'warning';
  readonly code: string;
  readonly message: string;
  /** JSON pointer into the definition. */
  readonly where: string;
}

const error = (code: string, message: string, where: string): Finding => ({
  level: 'error',
  code,
  message,
  where,
});

/** A task that never answers must not hold an execution for a year. */
const lintTask = ({ name, state, path }: PlacedState): readonly Finding[] => {
  if (state.Type !== 'Task') return [];
  const resource = parseResource(state.Resource);
  const waitsForToken =
    typeof resource !== 'string' && resource.kind === 'service' && resource.pattern === 'token';
  if (state.TimeoutSeconds !== undefined) return [];
  if (!waitsForToken)
    return [error('TaskWithoutTimeout', `The Task '${name}' has no TimeoutSeconds.`, path)];
  if (state.HeartbeatSeconds !== undefined) return [];
  const message = `The Task '${name}' waits for a token with neither HeartbeatSeconds nor TimeoutSeconds.`;
  return [error('CallbackWithoutTimeout', message, path)];
};

const lintRetry = ({ name, state, path }: PlacedState): readonly Finding[] => {
  if (!('Retry' in state) || state.Retry === undefined) return [];
  return state.Retry.flatMap(({ ErrorEquals }, index) =>
    ErrorEquals.includes('States.ALL')
      ? [
          {
            level: 'warning',
            code: 'RetryOfEverything',
            message: `The Retry of '${name}' names no errors: States.ALL retries permanent ones too.`,
            where: `${path}/Retry[${index}]`,
          } as const,
        ]
      : [],
  );
};

const lintMap = ({ name, state, path }: PlacedState): readonly Finding[] => {
  if (state.Type !== 'Map') return [];
  const distributed = state.ItemProcessor.ProcessorConfig?.Mode === 'DISTRIBUTED';
  const fields = ['ItemBatcher', 'ToleratedFailureCount', 'ToleratedFailurePercentage'] as const;
  const idle = distributed ? [] : fields.filter((it) => state[it] !== undefined);
  const inert = idle.map((field) =>
    error(
      'NeedsDistributedMap',
      `${field} of '${name}' has an effect in a distributed Map only.`,
      path,
    ),
  );
  const express = state.ItemProcessor.ProcessorConfig?.ExecutionType === 'EXPRESS';
  return express
    ? [
        ...inert,
        {
          ...error(
            'ExpressChildren',
            `The sandbox runs the children of '${name}' as standard workflows.`,
            path,
          ),
          level: 'warning',
        },
      ]
    : inert;
};

/**
 * Every path that a Catch opens ends in a Fail: an execution that caught an error and then succeeds is green in
 * the console. A path that leads back into states which can be reached without a Catch has recovered.
 */
const lintFailurePaths = (placed: PlacedMachine): readonly Finding[] => {
  const states = new Map(statesOf(placed).map((it) => [it.name, it]));
  const healthy = reach(states, [placed.machine.StartAt], (state) =>
    transitionsOf(state).filter(({ path }) => !path.includes('/Catch[')),
  );
  return statesOf(placed).flatMap((from) => {
    const catches = transitionsOf(from).filter(({ path }) => path.includes('/Catch['));
    return catches.flatMap(({ to, path }) => {
      const failing = reach(states, healthy.has(to) ? [] : [to], (state) =>
        transitionsOf(state).filter((it) => !healthy.has(it.to)),
      );
      return [...failing]
        .map((name) => states.get(name))
        .filter((it) => it !== undefined)
        .filter(({ state }) => state.Type === 'Succeed' || isEnd(state))
        .map(({ name }) =>
          error(
            'FailurePathSucceeds',
            `A failure caught in '${from.name}' ends well in '${name}', not in a Fail.`,
            path,
          ),
        );
    });
  });
};

const reach = (
  states: ReadonlyMap<string, PlacedState>,
  from: readonly string[],
  next: (state: PlacedState) => readonly { readonly to: string }[],
): ReadonlySet<string> => {
  const reached = new Set<string>();
  const open = [...from];
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    const state = states.get(name);
    if (state === undefined || reached.has(name)) continue;
    reached.add(name);
    open.push(...next(state).map(({ to }) => to));
  }
  return reached;
};

const lintFail = ({ name, state, path }: PlacedState): readonly Finding[] =>
  state.Type === 'Fail' && state.Error === undefined
    ? [error('FailWithoutError', `The Fail '${name}' has no Error code.`, path)]
    : [];

/** AWS was seen to refuse such a machine; the sandbox lets it go round until its history is full. */
const lintEnds = (states: readonly PlacedState[]): readonly Finding[] =>
  states.some(({ state }) => state.Type === 'Succeed' || state.Type === 'Fail' || isEnd(state))
    ? []
    : [error('MISSING_END_STATE', 'Workflow has no terminal state', '/States')];

const isEnd = (state: State): boolean => 'End' in state && state.End === true;

const lintMachine = (machine: Machine): readonly Finding[] => {
  const machines = machinesOf({ machine, path: '' });
  const states = machines.flatMap(statesOf);
  return [
    ...states.flatMap((it) => [...lintTask(it), ...lintRetry(it), ...lintMap(it), ...lintFail(it)]),
    // Inside a Map or Parallel a branch that ends well after a Catch may be what the outer state is for.
    ...lintFailurePaths({ machine, path: '' }),
    ...lintEnds(statesOf({ machine, path: '' })),
  ];
};

/** A second opinion; it refuses some things that AWS takes, so that it only warns. */
const askValidator = (definition: Readonly<Record<string, unknown>>): readonly Finding[] =>
  // It writes into what it is given.
  validate(structuredClone(definition), { checkPaths: true, checkArn: false }).errors.map((it) => ({
    level: 'warning',
    code: it['Error code'],
    message: it.Message,
    where: '',
  }));

/**
 * What is wrong with a state machine's definition: what CreateStateMachine refuses, asl-validator's opinion, and
 * our own rules: every Task has a time-out, every callback a heartbeat or time-out, every failure path ends in a
 * Fail, every Fail has a code. Placeholders for DefinitionSubstitutions must have been replaced.
 */
export const lintDefinition = (definition: unknown): readonly Finding[] => {
  const { machine, diagnostics } = checkDefinition(JSON.stringify(definition) ?? '');
  const refused = diagnostics.map(({ severity, code, message, location }) => ({
    level: severity === 'ERROR' ? ('error' as const) : ('warning' as const),
    code,
    message,
    where: location,
  }));
  if (machine === undefined || !isRecord(definition)) return refused;
  return [...refused, ...askValidator(definition), ...lintMachine(machine)];
};
