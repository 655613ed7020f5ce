import type { Context } from 'aws-lambda';
import type { Deployments, Policies, WaitingDeployments } from '../../domain/releases/ports';
import type { ReleaseScope } from '../../domain/releases/scope';
import { createAttempt } from '../shared/attempt';
import type { GatePorts } from '../shared/carry-gate';
import { createCaretaker } from './caretaker';

export interface Dependencies extends GatePorts {
  readonly account: string;
  readonly region: string;
  readonly deployments: Deployments;
  readonly waiting: WaitingDeployments;
  readonly policies: Policies;
  readonly scope: ReleaseScope;
}

/** An event that has not come by then is taken for lost. */
const EVENT_MS = 2 * 60_000;

/** Kept back of the function's life, to answer in. */
const RESERVE_MS = 20_000;

/**
 * Heals what never came, every minute: gates whose keeper is gone are looked at, those whose time is over are
 * answered with the reason, deployments whose hook nobody answers are stopped, and those that wait for a word whose
 * event was lost are judged. Each is done by itself: one that fails does not hinder the others, and is tried again in
 * a minute. Throws only where the list of open gates cannot be read.
 */
export const createHandle = (deps: Dependencies) => {
  const attempt = createAttempt(deps.logger);
  const each = async <Item>(
    phrase: string,
    items: readonly Item[],
    care: (item: Item) => Promise<void>,
  ): Promise<void> => {
    await Promise.all(items.map((item) => attempt(phrase, () => care(item))));
  };
  return async (_event: unknown, context: Pick<Context, 'getRemainingTimeInMillis'>) => {
    const deadline = deps.clock.abortAfter(context.getRemainingTimeInMillis() - RESERVE_MS);
    const open = await deps.openGates.list();
    const caretaker = createCaretaker(deps, { open, deadline });
    await each('Gate not cared for', open, caretaker.careForGate);
    await attempt('Waiting deployments not listed', async () => {
      const underWay = await deps.waiting.listUnderWay(deps.clock.nowEpochMs() - EVENT_MS);
      const untold = [...(await deps.waiting.listReady()), ...underWay];
      await each('Deployment not judged', untold, caretaker.judgeUntold);
    });
    await attempt('Old deployments not listed', async () => {
      const ids = await deps.waiting.listUnderWay(caretaker.silentSinceEpochMs());
      await each('Silent hook not ended', ids, caretaker.endSilentHook);
    });
  };
};
