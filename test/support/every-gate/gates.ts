import { InvokeCommand } from '@aws-sdk/client-lambda';
import { PutParameterCommand } from '@aws-sdk/client-ssm';
import { ListExecutionsCommand, SFNClient, StopExecutionCommand } from '@aws-sdk/client-sfn';
import type { Stage } from '../../../sandbox/stories/stage';

const SECOND = 1_000;

/** What happens to gates from outside. `stop` ends the client. */
export const createGates = (stage: Stage) => {
  const { sandbox, operator } = stage;
  const sfn = new SFNClient({
    endpoint: sandbox.url,
    region: 'eu-west-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });
  const stateMachineArn = sandbox.stack.resources.get('ReleaseValidation')?.ref;
  /** Of any deployment whose id begins so. */
  const handedOver = async (deploymentId: string): Promise<readonly string[]> => {
    const { executions = [] } = await sfn.send(
      new ListExecutionsCommand({ stateMachineArn, statusFilter: 'RUNNING' }),
    );
    return executions.flatMap(({ name, executionArn }) =>
      name?.startsWith(deploymentId) === true && executionArn !== undefined ? [executionArn] : [],
    );
  };
  const endMachines = async (deploymentId = ''): Promise<void> => {
    for (const executionArn of await handedOver(deploymentId))
      await sfn.send(new StopExecutionCommand({ executionArn }));
  };
  /** Waits until the deployment's gate was handed over to the machine, and ends that: nobody keeps the gate. */
  const orphan = async (deploymentId: string): Promise<void> => {
    await stage.until(
      `a gate of ${deploymentId} to be handed over`,
      async () => (await handedOver(deploymentId)).length > 0,
    );
    await endMachines(deploymentId);
  };
  /** Lambda may deliver what it was sent more than once: the last event of the function that names this. */
  const deliverAgain = async (functionName: string, about: string): Promise<void> => {
    const entry = sandbox.journal
      .entries()
      .findLast(
        (it) =>
          it.kind === 'invocation' &&
          it.functionName === functionName &&
          JSON.stringify(it.event).includes(about),
      );
    if (entry?.kind !== 'invocation')
      throw new Error(`${functionName} was not invoked about ${about}.`);
    await operator.lambda.send(
      new InvokeCommand({
        FunctionName: functionName,
        InvocationType: 'Event',
        Payload: Buffer.from(JSON.stringify(entry.event)),
      }),
    );
  };
  return {
    orphan,
    /** Ends every machine that keeps a gate now. */
    endMachines: (): Promise<void> => endMachines(),
    deliverAgain,
    /** The machine is ended, and the function goes through all looks of its gate itself. */
    carryAlone: async (functionName: string, deploymentId: string): Promise<void> => {
      await orphan(deploymentId);
      for (const delaySec of [45, 120]) {
        await stage.sleep(delaySec * SECOND);
        await deliverAgain(functionName, deploymentId);
      }
    },
    setBreakGlass: async (Value: string): Promise<void> => {
      await operator.ssm.send(
        new PutParameterCommand({ Name: '/slipway/break-glass', Value, Overwrite: true }),
      );
    },
    stop: (): void => sfn.destroy(),
  };
};
export type Gates = ReturnType<typeof createGates>;
