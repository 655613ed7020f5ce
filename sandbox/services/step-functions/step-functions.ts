import type { Cloud, Service } from '../../service';
import type { Engine } from '../../step-functions/engine/execution';
import { createEvaluator } from '../../step-functions/jsonata/evaluate';
import type { TaskRunner } from '../../step-functions/tasks/task-runner';
import { createTaskTokens } from '../../step-functions/tasks/task-tokens';
import { executionOperations, startExecution } from './operations/executions';
import { createExecutions, type Executions } from './executions';
import { historyOperations } from './operations/history';
import { machineOperations } from './operations/machines';
import { createMapRuns } from './map-runs';
import type { Parts } from './operations/parts';
import { createStateMachines } from './state-machines';
import { taskOperations } from './operations/tasks';
import { templateResources } from './template';
import { toJobDescription } from './views';

/** For the services that start executions by themselves: a rule's target. */
export interface StepFunctionsPort {
  /**
   * As StartExecution; `input` is JSON text. Gives the execution's ARN. Throws AwsError
   * `StateMachineDoesNotExist`, `InvalidExecutionInput`, `ExecutionAlreadyExists`.
   */
  startExecution(stateMachineArn: string, input: string, name?: string): string;
}

export interface StepFunctionsParts {
  readonly service: Service;
  readonly port: StepFunctionsPort;
  /** Aborts what runs. */
  readonly stop: () => void;
}

const createEngine = (
  cloud: Cloud,
  runTask: TaskRunner,
  executions: Executions,
  { tokens, mapRuns }: Pick<Parts, 'tokens' | 'mapRuns'>,
): Engine => ({
  clock: cloud.clock,
  random: cloud.random,
  evaluator: createEvaluator(cloud),
  runTask,
  tokens,
  mapRuns,
  jobs: {
    whenEnded: (arn, listener) =>
      executions.whenEnded(arn, (record) =>
        listener(toJobDescription(record, cloud.clock.nowEpochMs())),
      ),
    stop: (arn) => {
      if (executions.find(arn) !== undefined) executions.stop(arn);
    },
  },
});

/**
 * Step Functions: Standard workflows in JSONata. `runTask` makes the calls of Task states, with the machine's role.
 * What AWS has and this has not: JSONPath, Express workflows, activities, versions and aliases, manifests as items.
 */
export const createStepFunctions = (cloud: Cloud, runTask: TaskRunner): StepFunctionsParts => {
  const tokens = createTaskTokens(cloud.random);
  const executions: Executions = createExecutions(cloud, () => engine);
  const mapRuns = createMapRuns(cloud, executions);
  const engine = createEngine(cloud, runTask, executions, { tokens, mapRuns });
  const parts: Parts = { cloud, machines: createStateMachines(cloud), executions, mapRuns, tokens };
  return {
    service: {
      signingName: 'states',
      iamPrefix: 'states',
      loadModel: () => import('@aws-sdk/client-sfn'),
      operations: {
        ...machineOperations(parts),
        ...executionOperations(parts),
        ...historyOperations(parts),
        ...taskOperations(parts),
      },
      resources: templateResources(parts),
    },
    port: {
      startExecution: (stateMachineArn, input, name) =>
        startExecution(parts, { stateMachineArn, input, name }).arn,
    },
    stop: () => {
      for (const { arn, status } of executions.all())
        if (status === 'RUNNING') executions.stop(arn);
    },
  };
};
