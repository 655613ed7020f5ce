import type { CodePipelineClient, PipelineExecution } from '@aws-sdk/client-codepipeline';
import {
  GetPipelineExecutionCommand,
  GetPipelineStateCommand,
  PipelineExecutionNotFoundException,
  PipelineNotFoundException,
} from '@aws-sdk/client-codepipeline';
import * as z from 'zod/mini';
import type { Pipelines, PipelineRun } from '../../domain/conversation/ports';
import { parseJson } from '../../domain/releases/checks/json';
import { shorten } from '../../domain/units';

/** Runs out of CodePipeline. */
export const createPipelines = (client: CodePipelineClient): Pipelines => ({
  readRun: async (pipeline, executionId) => {
    try {
      const { pipelineExecution } = await client.send(
        new GetPipelineExecutionCommand({
          pipelineName: pipeline,
          pipelineExecutionId: executionId,
        }),
      );
      return pipelineExecution && toRun(pipeline, executionId, pipelineExecution);
    } catch (thrown) {
      if (isUnknown(thrown)) return undefined;
      throw thrown;
    }
  },
  findRunOf: async (deploymentId, pipelines) => {
    for (const pipeline of pipelines) {
      const executionId = await findExecution(client, pipeline, deploymentId);
      if (executionId !== undefined) return { pipeline, executionId };
    }
    return undefined;
  },
});

const isUnknown = (thrown: unknown): boolean =>
  thrown instanceof PipelineNotFoundException ||
  thrown instanceof PipelineExecutionNotFoundException;

const findExecution = async (
  client: CodePipelineClient,
  pipeline: string,
  deploymentId: string,
): Promise<string | undefined> => {
  try {
    const { stageStates = [] } = await client.send(new GetPipelineStateCommand({ name: pipeline }));
    return stageStates.find((stage) =>
      stage.actionStates?.some(
        (action) => action.latestExecution?.externalExecutionId === deploymentId,
      ),
    )?.latestExecution?.pipelineExecutionId;
  } catch (thrown) {
    if (isUnknown(thrown)) return undefined;
    throw thrown;
  }
};

const toRun = (name: string, executionId: string, execution: PipelineExecution): PipelineRun => {
  const [revision] = execution.artifactRevisions ?? [];
  return {
    name,
    executionId,
    startedBy: starterOf(execution.trigger),
    revision: revision?.revisionId,
    revisionSummary: summaryOf(revision?.revisionSummary),
  };
};

/** The session's name of an ARN is the person; other triggers are named by their type. */
const starterOf = (trigger: PipelineExecution['trigger']): string | undefined => {
  const detail = trigger?.triggerDetail;
  const person = detail?.startsWith('arn:') ? detail.split('/').at(-1) : undefined;
  return person ?? trigger?.triggerType;
};

/** A connection's source gives JSON with the commit's message, others give the message itself. */
const summaryOf = (summary: string | undefined): string | undefined => {
  if (summary === undefined) return undefined;
  const parsed = ConnectionSummary.safeParse(parseJson(summary));
  const message = parsed.success ? parsed.data.CommitMessage : summary;
  return shorten(message.split('\n')[0] ?? '', 120);
};

const ConnectionSummary = z.object({ CommitMessage: z.string() });
