import { Logger } from '@aws-lambda-powertools/logger';
import type { Claims } from '../../domain/ledger/ports';
import type { Clock } from '../../domain/ports';
import type { Check } from '../../domain/releases/checks/check';
import type { Observation } from '../../domain/releases/checks/observation';
import type {
  BreakGlass,
  ChangeCalendars,
  Deployments,
  Observers,
  OpenGate,
  OpenGates,
  Policies,
  Releases,
  ReleaseFacts,
  StoredVerdict,
  Validations,
  Verdicts,
} from '../../domain/releases/ports';
import type { ValidationPorts } from '../../domain/releases/validate-release';
import type { StandingValidation } from '../../domain/releases/validation/validation';
import { aDeployment, aMeasurement, aPolicy, aTarget, NOON } from './releases';

/** A clock that stands still until it is moved; signals abort when the test says so. */
export const aClock = (): Clock & {
  readonly timeOuts: AbortController[];
  readonly waitsMs: number[];
  readonly moveTo: (epochMs: number) => void;
} => {
  let nowEpochMs = NOON;
  const timeOuts: AbortController[] = [];
  const waitsMs: number[] = [];
  return {
    timeOuts,
    waitsMs,
    nowEpochMs: () => nowEpochMs,
    moveTo: (epochMs) => {
      nowEpochMs = epochMs;
    },
    abortAfter: (delayMs) => {
      waitsMs.push(delayMs);
      const controller = new AbortController();
      timeOuts.push(controller);
      return controller.signal;
    },
  };
};

export const aClaimBook = (): Claims & {
  readonly held: Map<string, { owner: string; done: boolean }>;
} => {
  const held = new Map<string, { owner: string; done: boolean }>();
  return {
    held,
    take: async (key, owner) => {
      const standing = held.get(key) ?? { owner, done: false };
      held.set(key, standing);
      return standing;
    },
    finish: async (key, owner) => {
      held.set(key, { owner, done: true });
    },
  };
};

export const aVerdictBook = (): Verdicts & { readonly stored: Map<string, StoredVerdict> } => {
  const stored = new Map<string, StoredVerdict>();
  return {
    stored,
    find: async (_, executionId) => stored.get(executionId),
    record: async (_, verdict) => {
      const standing = stored.get(verdict.executionId) ?? verdict;
      stored.set(verdict.executionId, standing);
      return standing;
    },
    markReported: async (_, executionId, atEpochMs) => {
      const verdict = stored.get(executionId);
      if (verdict !== undefined)
        stored.set(executionId, { ...verdict, reportedAt: new Date(atEpochMs).toISOString() });
    },
  };
};

export const aReleaseBook = (): Releases & { readonly noted: ReleaseFacts[] } => {
  const noted: ReleaseFacts[] = [];
  return {
    noted,
    note: async (_, facts) => {
      noted.push(facts);
    },
    read: async () => undefined,
  };
};

/** Gates and the list of those that wait, in memory, as the ledger keeps them. */
export const aGateBook = (): {
  readonly validations: Validations;
  readonly openGates: OpenGates;
  readonly open: Map<string, OpenGate>;
  readonly standing: Map<string, StandingValidation>;
} => {
  const standing = new Map<string, StandingValidation>();
  const open = new Map<string, OpenGate>();
  const change = (id: string, with_: Partial<StandingValidation>): void => {
    const before = standing.get(id);
    if (before !== undefined) standing.set(id, { ...before, ...with_ });
  };
  return {
    standing,
    open,
    validations: {
      open: async (validation) => {
        const before = standing.get(validation.executionId) ?? { validation, measurements: [] };
        standing.set(validation.executionId, before);
        return before.validation;
      },
      read: async ({ executionId }) => standing.get(executionId),
      add: async ({ executionId }, measurement) => {
        const measurements = standing.get(executionId)?.measurements ?? [];
        const isThere = measurements.some(
          (it) => it.check === measurement.check && it.sequence === measurement.sequence,
        );
        if (!isThere) change(executionId, { measurements: [...measurements, measurement] });
      },
      approve: async ({ executionId }, approval) => {
        const before = standing.get(executionId)?.approval ?? approval;
        change(executionId, { approval: before });
        return before;
      },
    },
    openGates: {
      expect: async ({ release, executionId, place, hook }, due) => {
        open.set(executionId, { release, executionId, place, hook, ...due });
      },
      list: async () => [...open.values()],
      close: async ({ executionId }) => {
        open.delete(executionId);
      },
    },
  };
};

/** Ports of a healthy release whose checks pass; what a test is about, it overrides. */
export const validationPorts = (overrides: Partial<ValidationPorts> = {}) => {
  const breakGlass: BreakGlass = { read: async () => ({ broken: false }) };
  const deployments: Deployments = {
    read: async () => aDeployment(),
    readTarget: async () => ({ lambda: aTarget(), hookInProgress: 'BeforeAllowTraffic' }),
  };
  const policies: Policies = { read: async () => aPolicy() };
  const calendars: ChangeCalendars = { read: async () => [] };
  const observers: Observers = {
    look: async ({ check }) => aHealthyLook(check),
    alarms: async (names) => names.map((name) => ({ name, state: 'OK' })),
  };
  const { validations, openGates, open, standing } = aGateBook();
  const base = {
    breakGlass,
    deployments,
    policies,
    calendars,
    observers,
    releases: aReleaseBook(),
    verdicts: aVerdictBook(),
    clock: aClock(),
    scope: { deploymentGroups: { observe: ['*/*'], enforce: ['shop/*'] }, pipelines: [] },
    validations,
    openGates,
    open,
    standing,
  };
  return { ...base, ...overrides } as typeof base;
};

/** What a healthy release shows to each kind of check. */
export const aHealthyLook = (check: Check): Observation => {
  switch (check.kind) {
    case 'http':
      return {
        kind: 'http',
        samples: [{ status: 200, durationMs: 5, headers: {}, json: { status: 'ok' }, values: [] }],
      };
    case 'lambda-invoke':
      return aMeasurement().observation;
    case 'alarms':
      return { kind: 'alarms', alarms: check.alarms.map((name) => ({ name, state: 'OK' })) };
    case 'metric-threshold':
    case 'metric-baseline':
    case 'ssm-command':
    case 'suite':
      return { kind: 'fault', code: 'NotInThisTest', sentence: check.kind };
  }
};

/** A logger that keeps what it is told. */
export const aLogger = (): Logger & { readonly lines: unknown[][] } => {
  const logger = new Logger({ logLevel: 'SILENT' });
  const lines: unknown[][] = [];
  const keep = (...line: unknown[]): void => {
    lines.push(line);
  };
  return Object.assign(logger, { lines, info: keep, warn: keep, error: keep });
};
