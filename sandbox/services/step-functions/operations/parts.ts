import { AwsError, type Cloud } from '../../../service';
import type { TaskTokens } from '../../../step-functions/tasks/task-tokens';
import { pageOf, type Page } from '../../paging';
import type { Executions } from '../executions';
import type { MapRunBook } from '../map-runs';
import type { StateMachines } from '../state-machines';

/** What the operations work on. */
export interface Parts {
  readonly cloud: Cloud;
  readonly machines: StateMachines;
  readonly executions: Executions;
  readonly mapRuns: MapRunBook;
  readonly tokens: TaskTokens;
}

interface Paged {
  readonly maxResults?: number;
  readonly nextToken?: string;
}

/** 100 where the caller names no number, or 0. documented (every List operation's page) */
export const page = <Item>(all: readonly Item[], { maxResults, nextToken }: Paged): Page<Item> =>
  pageOf(all, {
    token: nextToken,
    limit: maxResults === undefined || maxResults === 0 ? 100 : maxResults,
    refuseToken: () => {
      throw new AwsError('InvalidToken', `Invalid Token: '${nextToken}'`);
    },
  });
