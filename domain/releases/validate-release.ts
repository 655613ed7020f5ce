import { sentenceOf } from '../errors';
import { toIso } from '../units';
import { PLACES } from './gates';
import type { BreakGlass, BreakGlassState, StoredVerdict, Verdicts } from './ports';
import type { ReleaseKey } from './release';
import { isListed } from './scope';
import type { CarriedOn, LookingPorts } from './validation/carry-on';
import { createCarryOn } from './validation/carry-on';
import { createEndWithRelease } from './validation/end-with-release';
import type {
  Ending,
  GateCall,
  KnownOfRelease,
  PreparingPorts,
  ReleaseAbout,
} from './validation/prepare-gate';
import { failClosed, prepareGate, readAbout, wayBackEnding } from './validation/prepare-gate';
import type { Verdict } from './verdict';

export interface ValidationPorts extends PreparingPorts, LookingPorts {
  readonly breakGlass: BreakGlass;
  readonly verdicts: Verdicts;
}

/** Where a gate stands. A verdict has been recorded, where that was possible. */
export type GateResult =
  | { readonly state: 'ended'; readonly verdict: StoredVerdict; readonly about?: ReleaseAbout }
  | (Extract<CarriedOn, { state: 'waiting' }> & { readonly about?: ReleaseAbout });

/**
 * Judges the gates of releases, whatever called for it. Fails closed: whatever cannot be read or recorded ends in an
 * answer `Failed` with the reason; only an open break-glass goes past it. A gate that was judged before gets the verdict
 * that stands (key: hook execution id).
 */
export interface Gatekeeper {
  /** Opens the gate, or finds it open, and looks until it has ended or must wait. */
  open(call: GateCall, deadline: AbortSignal): Promise<GateResult>;
  /**
   * Goes on with a gate that was opened before; ends it where its deployment was stopped meanwhile, or failed. Throws
   * where the ledger fails: nothing is decided by that, and whoever keeps the gate tries again, or gives up.
   */
  carryOn(call: GateCall, deadline: AbortSignal): Promise<GateResult>;
  /** Ends a gate that cannot be judged any more, unless it was judged before. */
  giveUp(call: GateCall, why: GivenUp): Promise<GateResult>;
}

/** Why a gate is ended without being judged; a gate that only observes lets the release go. */
export interface GivenUp {
  readonly reason: string;
  readonly detail: string;
}

/** A function lives for five minutes: the first looks are done by then, or their keeper is gone. */
const FIRST_LOOK_MS = 5 * 60_000;

/** Giving up looks at nothing: the ledger's own time-outs are shorter. */
const GIVING_UP_MS = 30_000;

export const createGatekeeper = (ports: ValidationPorts): Gatekeeper => {
  const carryOn = createCarryOn(ports);
  const work =
    (begin: Begin, mayThrow = false) =>
    async (call: GateCall, deadline: AbortSignal): Promise<GateResult> => {
      const startedAt = toIso(ports.clock.nowEpochMs());
      const switchState = await readSwitch(ports.breakGlass);
      const finish = createFinish(ports, { call, startedAt, fault: switchState.fault });
      if (switchState.broken) return finish(toBreakGlassEnding(switchState.why));
      let known: KnownOfRelease = { mode: call.mode };
      try {
        const standing = await ports.verdicts.find(call.release, call.executionId);
        if (standing !== undefined) return { state: 'ended', verdict: standing };
        const ending = await begin(call, deadline, (more) => {
          known = { ...known, ...more };
        });
        const { about } = known;
        if (ending !== undefined) return await finish(ending, about);
        const carried = await carryOn(call, deadline);
        if (carried === undefined) return await finish(neverOpened(call), about);
        if (carried.state === 'waiting') return { ...carried, about };
        const verdict = withFault(carried.verdict, switchState.fault);
        return {
          state: 'ended',
          verdict: await ports.verdicts.record(call.release, verdict),
          about,
        };
      } catch (thrown) {
        if (mayThrow) throw thrown;
        const about = known.about ?? (await tryToKnow(ports, call));
        return finish(toNotJudged(ports, { ...known, about }, thrown), about);
      }
    };
  return {
    open: work(createOpenGate(ports)),
    carryOn: work(createEndWithRelease(ports), true),
    giveUp: (call, { reason, detail }) =>
      work(async () => {
        const opened = await ports.validations.read(call);
        const mode = opened?.validation.policy.mode ?? call.mode;
        const ending = failClosed(reason, detail, mode);
        return { startedAt: opened?.validation.openedAt, ...ending };
      })(call, ports.clock.abortAfter(GIVING_UP_MS)),
  };
};

/** Gets a gate ready to be looked at, or ends it; tells what is released, and in which mode, as soon as it is known. */
type Begin = (
  call: GateCall,
  deadline: AbortSignal,
  know: (more: KnownOfRelease) => void,
) => Promise<Ending | undefined>;

/** A gate that stands open is not opened anew: what it opened with counts. */
const createOpenGate =
  (ports: ValidationPorts): Begin =>
  async (call, deadline, know) => {
    const about = call.about ?? (await readAbout(ports.deployments, call.release.deploymentId));
    know({ about });
    if ((await ports.validations.read(call)) !== undefined) return undefined;
    const prepared = await prepareGate(ports, call, { about, deadline, know });
    if (prepared.next === 'end') return prepared.ending;
    const { limitAt } = await ports.validations.open(prepared.validation);
    const dueAt = toIso(ports.clock.nowEpochMs() + FIRST_LOOK_MS);
    const due = { dueAt, limitAt, asks: false, isLetGo: false, isOrphan: false };
    await ports.openGates.expect(call, due);
    return undefined;
  };

const neverOpened = ({ executionId, mode }: GateCall): Ending =>
  failClosed('NotJudged', `No gate was opened for hook execution ${executionId}.`, mode);

const toBreakGlassEnding = (why: string): Ending => ({
  outcome: 'inconclusive',
  reason: 'BreakGlass',
  detail: `Not judged: break-glass is open (${why}).`,
  answer: 'Succeeded',
});

/** What is released, where something failed before anybody asked; undefined where that cannot be told. */
const tryToKnow = async (
  { deployments }: ValidationPorts,
  { about, place, release }: GateCall,
): Promise<ReleaseAbout | undefined> =>
  about ??
  (PLACES[place].asker === 'CodeDeploy'
    ? readAbout(deployments, release.deploymentId).catch(() => undefined)
    : undefined);

/** Slipway's own trouble holds up neither a way back, nor what is only observed or may not be blocked. */
const toNotJudged = (
  { scope }: ValidationPorts,
  { about, mode }: KnownOfRelease,
  thrown: unknown,
): Ending => {
  if (about?.isRollback === true) return wayBackEnding(about, sentenceOf(thrown));
  const mayBlock =
    about === undefined ||
    isListed(scope.deploymentGroups.enforce, `${about.application}/${about.group}`);
  return failClosed(
    'NotJudged',
    `Slipway could not judge this release. ${sentenceOf(thrown)}`,
    mayBlock ? mode : 'observe',
  );
};

type SwitchState = BreakGlassState & { readonly fault?: string };

/** A switch that cannot be read is taken to be closed: releases are judged as ever, and the verdict tells why. */
const readSwitch = async (breakGlass: BreakGlass): Promise<SwitchState> => {
  try {
    return await breakGlass.read();
  } catch (thrown) {
    const fault = `Break-glass could not be read and counts as closed: ${sentenceOf(thrown)}`;
    return { broken: false, fault };
  }
};

/** Undefined where there is nothing to say. */
const joined = (...sentences: readonly (string | undefined)[]): string | undefined =>
  sentences.filter((sentence) => sentence !== undefined).join(' ') || undefined;

const withFault = (verdict: Verdict, fault: string | undefined): Verdict => ({
  ...verdict,
  detail: joined(verdict.detail, fault),
});

/** Makes a verdict of an ending and records it, if that is possible: the answer goes out either way. */
const createFinish =
  (
    { verdicts, clock }: ValidationPorts,
    about: { readonly call: GateCall; readonly startedAt: string; readonly fault?: string },
  ) =>
  async (ending: Ending, release?: ReleaseAbout): Promise<GateResult> => {
    const startedAt = ending.startedAt ?? about.startedAt;
    const verdict: Verdict = {
      executionId: about.call.executionId,
      hook: about.call.hook,
      checks: [],
      ...ending,
      detail: joined(ending.detail, about.fault),
      startedAt,
      durationMs: clock.nowEpochMs() - Date.parse(startedAt),
    };
    return {
      state: 'ended',
      verdict: await recordIfPossible(verdicts, about.call.release, verdict),
      about: release,
    };
  };

/** Evidence of a verdict that stands without it: the answer goes out whether it could be stored or not. */
const recordIfPossible = async (
  verdicts: Verdicts,
  release: ReleaseKey,
  verdict: Verdict,
): Promise<StoredVerdict> => {
  try {
    return await verdicts.record(release, verdict);
  } catch (thrown) {
    return withFault(verdict, `It is not in the ledger: ${sentenceOf(thrown)}`);
  }
};
