import type { MapRunStatus } from '@aws-sdk/client-sfn';
import type { Cloud } from '../../service';
import type {
  ChildExecution,
  ChildOutcome,
  MapRun,
  MapRunRequest,
  MapRuns,
} from '../../step-functions/engine/execution';
import { parseJson, type Json } from '../../step-functions/json';
import { executionArn, machineArn, mapRunArn } from './arns';
import type { ExecutionRecord } from './execution-record';
import type { Executions } from './executions';
import { toChildResult, toPendingResult } from './map-results';
import type { StateMachineRevision } from './state-machines';

/** One run of a distributed Map. */
export interface MapRunRecord {
  readonly arn: string;
  readonly executionArn: string;
  readonly revision: StateMachineRevision;
  readonly startEpochMs: number;
  readonly maxConcurrency: number;
  readonly toleratedFailureCount: number;
  readonly toleratedFailurePercentage: number;
  readonly itemCount: number;
  /** By the item's or batch's index. */
  readonly children: Map<number, ExecutionRecord>;
  status: MapRunStatus;
  stopEpochMs?: number;
  redriveCount: number;
  redriveEpochMs?: number;
  /** A ResultWriter has stored what the children gave. */
  resultsWritten: boolean;
}

export interface MapRunBook extends MapRuns {
  find(arn: string): MapRunRecord | undefined;
  ofExecution(arn: string): readonly MapRunRecord[];
}

const outcomeOf = ({ status, output }: ExecutionRecord): ChildOutcome => {
  if (status === 'SUCCEEDED') return { status, output: parseJson(output ?? 'null') };
  return { status: status === 'TIMED_OUT' || status === 'ABORTED' ? status : 'FAILED' };
};

/** The children run a machine that has no StateMachine of its own: `stateMachine:NAME/LABEL`. documented */
const childRevision = (
  { execution, state, stateName }: MapRunRequest,
  parent: StateMachineRevision,
  cloud: Cloud,
): StateMachineRevision => {
  const label = state.Label ?? stateName.replace(/[^A-Za-z0-9_-]/g, '').slice(0, 40);
  const name = `${execution.machine.name}/${label}`;
  return { ...parent, arn: machineArn(cloud, name), name, machine: state.ItemProcessor };
};

export const createMapRuns = (cloud: Cloud, executions: Executions): MapRunBook => {
  const { clock, random } = cloud;
  const runs = new Map<string, MapRunRecord>();

  const newRun = (request: MapRunRequest): MapRunRecord => {
    const parent = executions.get(request.execution.arn).revision;
    const revision = childRevision(request, parent, cloud);
    const { maxConcurrency, toleratedFailureCount, toleratedFailurePercentage, itemCount } =
      request;
    return {
      arn: mapRunArn(cloud, revision.name, random.uuid()),
      executionArn: request.execution.arn,
      revision,
      startEpochMs: clock.nowEpochMs(),
      ...{ maxConcurrency, toleratedFailureCount, toleratedFailurePercentage, itemCount },
      children: new Map(),
      status: 'RUNNING',
      redriveCount: 0,
      resultsWritten: false,
    };
  };
  const takeUp = (run: MapRunRecord): MapRunRecord => {
    run.status = 'RUNNING';
    run.stopEpochMs = undefined;
    run.redriveCount += 1;
    run.redriveEpochMs = clock.nowEpochMs();
    return run;
  };
  const startChild = (
    run: MapRunRecord,
    index: number,
    input: Json,
    itemCount: number,
  ): ExecutionRecord => {
    const begun = run.children.get(index);
    if (begun !== undefined) {
      if (begun.status !== 'SUCCEEDED') executions.redrive(begun);
      return begun;
    }
    const name = random.uuid();
    const { revision, arn } = run;
    const child = executions.start({
      arn: executionArn(cloud, revision.name, name),
      name,
      revision,
      input: JSON.stringify(input),
      itemCount,
      mapRunArn: arn,
    });
    run.children.set(index, child);
    return child;
  };
  const handleOf = (child: ExecutionRecord): ChildExecution => ({
    arn: child.arn,
    whenEnded: (listener) =>
      void executions.whenEnded(child.arn, (record) => listener(outcomeOf(record))),
    stop: () => executions.stop(child.arn),
  });
  const open = (request: MapRunRequest): MapRun => {
    const known = request.redriven && runs.get(request.redriven.mapRunArn);
    const run = known === undefined ? newRun(request) : takeUp(known);
    runs.set(run.arn, run);
    return {
      arn: run.arn,
      redriveCount: run.redriveCount,
      startChild: (index, input, itemCount) => handleOf(startChild(run, index, input, itemCount)),
      end: (status) => {
        run.status = status;
        run.stopEpochMs = clock.nowEpochMs();
      },
      results: (inputs) =>
        inputs.map((input, index) => {
          const child = run.children.get(index);
          return child === undefined
            ? toPendingResult(input)
            : toChildResult(child, clock.nowEpochMs());
        }),
      wrote: () => {
        run.resultsWritten = true;
      },
    };
  };
  return {
    open,
    find: (arn) => runs.get(arn),
    ofExecution: (arn) => [...runs.values()].filter((it) => it.executionArn === arn),
  };
};
