import * as z from 'zod/mini';
import type { PipelineState, RunRecord, Runs } from '../../../domain/conversation/ports';
import type { Clock } from '../../../domain/ports';
import { parseJson } from '../../../domain/releases/checks/json';
import type { Item, Table } from './table';
import { ttlEpochSec } from './table';

const StoredPipeline = z.object({
  name: z.string(),
  executionId: z.string(),
  startedBy: z.optional(z.string()),
  revision: z.optional(z.string()),
  revisionSummary: z.optional(z.string()),
});

const STATES: readonly PipelineState[] = [
  'started',
  'stopping',
  'succeeded',
  'failed',
  'stopped',
  'superseded',
];

/** What was heard of runs; facts only grow. */
export const createRuns = (table: Table, clock: Clock): Runs => ({
  note: (runId, { pipeline, heard, deploymentId }) =>
    table.note(
      { pk: `run#${runId}`, sk: 'facts' },
      {
        set: { pipeline: pipeline && JSON.stringify(pipeline) },
        once: heard && { [`heard_${heard.state}`]: heard.at },
        add: deploymentId === undefined ? {} : { deploymentIds: [deploymentId] },
        ttlEpochSec: ttlEpochSec(clock.nowEpochMs(), 'run'),
      },
    ),
  read: async (runId) => {
    const item = await table.get({ pk: `run#${runId}`, sk: 'facts' });
    return item && toRecord(item);
  },
});

const toRecord = (item: Item): RunRecord => ({
  pipeline: StoredPipeline.safeParse(parseJson(item.pipeline?.S ?? '')).data,
  heard: Object.fromEntries(
    STATES.flatMap((state) => {
      const at = item[`heard_${state}`]?.S;
      return at === undefined ? [] : [[state, at] as const];
    }),
  ),
  deploymentIds: item.deploymentIds?.SS ?? [],
});
