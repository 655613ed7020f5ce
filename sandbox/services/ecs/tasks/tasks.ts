import type { Clock } from '../../../clock';

/** Assumed: from the order to RUNNING, health checks of the target group included. */
const START_MS = 30_000;
/** Assumed: the target group's connections drain meanwhile. */
const STOP_MS = 10_000;

export interface TaskCounts {
  readonly desired: number;
  readonly pending: number;
  readonly running: number;
  /** Tasks that did not start, since the beginning. */
  readonly failed: number;
}

/** The tasks of one task definition in one service: what a task set, or a service revision, runs. No container runs. */
export interface Tasks {
  readonly taskDefinition: string;
  counts(): TaskCounts;
  /** As many as desired run, and no others. */
  isSteady(): boolean;
  scaleTo(desired: number): void;
  /** Calls back after every change of the counts; returns what ends that. */
  watch(listener: () => void): () => void;
}

export interface TasksOptions {
  readonly clock: Clock;
  readonly taskDefinition: string;
  /** Asked for each launch: tasks that never start are tried again and again, as ECS does. */
  readonly starts: () => boolean;
}

interface Task {
  state: 'pending' | 'running' | 'stopping';
}

export const createTasks = ({ clock, taskDefinition, starts }: TasksOptions): Tasks => {
  const tasks = new Set<Task>();
  const listeners = new Set<() => void>();
  let desired = 0;
  let failed = 0;
  const count = (state: Task['state']): number =>
    [...tasks].filter((task) => task.state === state).length;
  const changed = (): void => {
    for (const listener of [...listeners]) listener();
  };
  const launch = (howMany: number): void => {
    const launched = Array.from({ length: howMany }, (): Task => ({ state: 'pending' }));
    for (const task of launched) tasks.add(task);
    clock.after(START_MS, () => arrive(launched.filter((task) => tasks.has(task))));
  };
  const arrive = (launched: readonly Task[]): void => {
    if (launched.length === 0) return;
    const well = starts();
    for (const task of launched) {
      if (well) task.state = 'running';
      else tasks.delete(task);
    }
    if (!well) failed += launched.length;
    reconcile();
    changed();
  };
  const stop = (stopped: readonly Task[]): void => {
    for (const task of stopped) {
      if (task.state === 'pending') tasks.delete(task);
      else task.state = 'stopping';
    }
    clock.after(STOP_MS, () => {
      for (const task of stopped) tasks.delete(task);
      changed();
    });
  };
  const reconcile = (): void => {
    const alive = [...tasks].filter(({ state }) => state !== 'stopping');
    if (alive.length < desired) launch(desired - alive.length);
    if (alive.length > desired) {
      const pendingFirst = alive.sort((a, b) => a.state.localeCompare(b.state));
      stop(pendingFirst.slice(0, alive.length - desired));
    }
  };
  return {
    taskDefinition,
    counts: () => ({ desired, pending: count('pending'), running: count('running'), failed }),
    isSteady: () => count('running') === desired && tasks.size === desired,
    scaleTo: (wanted) => {
      desired = wanted;
      reconcile();
      changed();
    },
    watch: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
};

/** Calls back once, now or as soon as the condition holds; returns what gives up waiting. */
export const whenTasks = (
  tasks: Tasks,
  condition: (tasks: Tasks) => boolean,
  then: () => void,
): (() => void) => {
  if (condition(tasks)) {
    then();
    return () => undefined;
  }
  const unwatch = tasks.watch(() => {
    if (!condition(tasks)) return;
    unwatch();
    then();
  });
  return unwatch;
};
