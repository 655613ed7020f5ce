import type { Notice, Waiting } from '../../domain/releases/ports';
import { createGatekeeper } from '../../domain/releases/validate-release';
import type { GatePorts } from '../../functions/shared/carry-gate';
import { aClaimBook, aLogger, validationPorts } from './fakes';

/** What functions that judge are made of, over fakes; `told` is what went out, in its order. */
export const gatePorts = (overrides: Partial<GatePorts> = {}, ports = validationPorts()) => {
  const told: string[] = [];
  const tell = (what: string) => async (): Promise<void> => {
    told.push(what);
  };
  const deps = {
    account: '123456789012',
    region: 'eu-west-1',
    gatekeeper: createGatekeeper(ports),
    reporter: {
      report: async (_: Waiting, answer: string) => {
        told.push(`answered ${answer}`);
        return 'reported' as const;
      },
    },
    longValidations: {
      start: async (
        { executionId }: Waiting,
        { untilEpochMs, mode }: { readonly untilEpochMs: number; readonly mode: string },
      ) => tell(`handed over ${executionId} until ${untilEpochMs} (${mode})`)(),
    },
    verdicts: ports.verdicts,
    openGates: ports.openGates,
    claims: aClaimBook(),
    announcements: {
      announce: async (about: object) => tell(`announced ${JSON.stringify(about)}`)(),
    },
    notices: {
      publish: async (notice: Notice) => tell(`notice ${notice.kind}`)(),
      page: async (notice: Notice) => tell(`page ${notice.kind}`)(),
    },
    clock: ports.clock,
    logger: aLogger(),
    ...overrides,
  } satisfies GatePorts & { account: string; region: string };
  return { deps, told, ports };
};
