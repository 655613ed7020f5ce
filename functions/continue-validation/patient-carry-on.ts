import { sentenceOf } from '../../domain/errors';
import type { GateResult } from '../../domain/releases/validate-release';
import type { GateCall } from '../../domain/releases/validation/prepare-gate';
import type { GatePorts } from '../shared/carry-gate';

/**
 * So often in a row it is tried again, twenty seconds apart. A gate's limit leaves five minutes of CodeDeploy's hour, and
 * a ledger that is silent takes up to 24 seconds of each try, 48 to give up: three and a half minutes in all.
 */
const MOST_TROUBLES = 3;

/**
 * Carries a gate on, and bears trouble of Slipway's own for a while: undefined where it is to be tried again. After
 * that it gives the gate up. Fails closed. `troubles`: how often in a row it could not.
 */
export const createPatientCarryOn =
  ({ gatekeeper, logger }: Pick<GatePorts, 'gatekeeper' | 'logger'>) =>
  async (
    call: GateCall,
    troubles: number,
    deadline: AbortSignal,
  ): Promise<GateResult | undefined> => {
    try {
      return await gatekeeper.carryOn(call, deadline);
    } catch (thrown) {
      logger.warn('Gate not carried on', { reason: sentenceOf(thrown), troubles });
      if (troubles < MOST_TROUBLES) return undefined;
      const detail = `Slipway could not judge this release. ${sentenceOf(thrown)}`;
      return gatekeeper.giveUp(call, { reason: 'NotJudged', detail });
    }
  };
