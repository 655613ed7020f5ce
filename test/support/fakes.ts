import { Logger } from '@aws-lambda-powertools/logger';
import type { Claims } from '../../domain/ledger/ports';
import type { Clock } from '../../domain/ports';
import type {
  BreakGlass,
  Deployments,
  Observers,
  Policies,
  Releases,
  ReleaseFacts,
  StoredVerdict,
  Verdicts,
} from '../../domain/releases/ports';
import type { ValidationPorts } from '../../domain/releases/validate-release';
import { aDeployment, anAlarmsCheck, aPolicy, aTarget, NOON } from './releases';

/** A clock that stands still; signals abort when the test says so. */
export const aClock = (): Clock & {
  readonly timeOuts: AbortController[];
  readonly waitsMs: number[];
} => {
  const timeOuts: AbortController[] = [];
  const waitsMs: number[] = [];
  return {
    timeOuts,
    waitsMs,
    nowEpochMs: () => NOON,
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

/** Ports of a healthy release whose checks pass; what a test is about, it overrides. */
export const validationPorts = (overrides: Partial<ValidationPorts> = {}) => {
  const breakGlass: BreakGlass = { read: async () => ({ broken: false }) };
  const deployments: Deployments = {
    read: async () => aDeployment(),
    readTarget: async () => ({ lambda: aTarget(), hookInProgress: 'BeforeAllowTraffic' }),
  };
  const policies: Policies = { read: async () => aPolicy() };
  const observers: Observers = {
    http: async () => ({ status: 200, body: '{"status":"ok"}', durationMs: 5 }),
    invoke: async ({ version }) => ({ executedVersion: version, payload: '{"statusCode":200}' }),
    alarms: async () => anAlarmsCheck().alarms.map((name) => ({ name, state: 'OK' })),
  };
  return {
    breakGlass,
    deployments,
    policies,
    observers,
    releases: aReleaseBook(),
    verdicts: aVerdictBook(),
    clock: aClock(),
    scope: { deploymentGroups: { observe: ['*/*'], enforce: ['shop/*'] }, pipelines: [] },
    ...overrides,
  };
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
