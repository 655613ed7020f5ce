import { PutCompositeAlarmCommand, SetAlarmStateCommand } from '@aws-sdk/client-cloudwatch';
import type { Play } from './row';

/** Of each minute of an hour. */
export const always = (value: number): readonly number[] => Array.from({ length: 60 }, () => value);
/** An alarm that is red already. */
export const red = async (play: Play): Promise<void> => {
  await play.putAlarm('Faults');
  play.shape('Faults', always(3));
  await play.sleep(2);
};

/** Red while something else says that it is meant to be: a composite alarm whose actions are suppressed. */
export const suppressed = async (play: Play): Promise<void> => {
  const { cloudWatch } = play.scenario.operator;
  const AlarmRule = `ALARM("${await play.putAlarm('Faults')}")`;
  const ActionsSuppressor = await play.putAlarm('Maintenance');
  await cloudWatch.send(
    new PutCompositeAlarmCommand({
      AlarmName: `${play.group}-composite`,
      AlarmRule,
      ActionsSuppressor,
      ActionsSuppressorWaitPeriod: 60,
      ActionsSuppressorExtensionPeriod: 60,
    }),
  );
  await cloudWatch.send(
    new SetAlarmStateCommand({
      AlarmName: ActionsSuppressor,
      StateValue: 'ALARM',
      StateReason: 'maintenance',
    }),
  );
  play.shape('Faults', [0, 0, 0, ...always(3)]);
  await play.sleep(2);
};

/**
 * The pipeline that released it is stopped, and its deploy action abandoned: CodeDeploy's deployment goes on.
 * https://docs.aws.amazon.com/codepipeline/latest/userguide/pipelines-stop.html
 */
export const abandonPipelineOf = async (play: Play, externalExecutionId: string): Promise<void> => {
  const { pipelines } = play.scenario.sandbox.ports;
  const { executionId } = pipelines.startExecution({
    pipeline: 'shop-delivery',
    trigger: { triggerType: 'StartPipelineExecution', triggerDetail: 'ana' },
    revision: { revisionId: '4f2a91c', revisionSummary: 'Round totals' },
  });
  const about = {
    stage: 'Deploy',
    action: 'Deploy',
    provider: 'CodeDeploy',
    category: 'Deploy',
    externalExecutionId,
  } as const;
  pipelines.setAction(executionId, { ...about, status: 'InProgress' });
  await play.sleep(1);
  pipelines.setAction(executionId, { ...about, status: 'Abandoned' });
  pipelines.endExecution(executionId, 'Stopped');
};
