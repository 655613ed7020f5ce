import { type Clock, createClock } from '../../../sandbox/clock';
import { createFaults, type Faults } from '../../../sandbox/faults/faults';
import { createIdentity, type Identity } from '../../../sandbox/permissions/identity';
import type { Service } from '../../../sandbox/service';
import { type CountingJournal, createJournal } from '../../../sandbox/wire/journal';
import { createSeededRandom } from '../../../sandbox/wire/random';
import { createSandboxServer, type Route } from '../../../sandbox/wire/server';
import { createWire } from '../../../sandbox/wire/wire';

process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';

export const NOON_EPOCH_MS = Date.UTC(2026, 10, 21, 12);
export const OPERATOR = { accessKeyId: 'test', secretAccessKey: 'test' };

export interface LocalAws {
  readonly url: string;
  readonly clock: Clock;
  readonly journal: CountingJournal;
  readonly identity: Identity;
  readonly faults: Faults;
  /** What an SDK client is constructed with to reach it; one try, so that a retry cannot hide an error. */
  client(credentials?: { accessKeyId: string; secretAccessKey: string; sessionToken?: string }): {
    readonly endpoint: string;
    readonly region: string;
    readonly credentials: { accessKeyId: string; secretAccessKey: string; sessionToken?: string };
    readonly maxAttempts: number;
  };
  /** Credentials of a function whose role has the given statements. */
  functionWith(...statements: readonly object[]): {
    accessKeyId: string;
    secretAccessKey: string;
    sessionToken: string;
  };
  close(): Promise<void>;
}

/** A wire of the services on a port of its own, with a virtual clock that stands at noon. */
export const startLocalAws = async (
  toServices: (
    cloud: { account: string; region: string; clock: Clock },
    identity: Identity,
  ) => readonly Service[],
  routes: readonly Route[] = [],
): Promise<LocalAws> => {
  const clock = createClock({ startEpochMs: NOON_EPOCH_MS, speed: 0, onError: () => undefined });
  const journal = createJournal(clock);
  const { switches, ordered: faults } = createFaults(
    { clock, journal },
    { seed: 7, services: () => services },
  );
  const cloud = {
    account: '123456789012',
    region: 'eu-west-1',
    clock,
    journal,
    random: createSeededRandom(7),
    faults,
  };
  const identity = createIdentity(cloud);
  const services = toServices(cloud, identity);
  const wire = createWire({ cloud, services, identity });
  const server = await createSandboxServer({ wire, journal, port: 0, routes });
  return {
    url: server.url,
    clock,
    journal,
    identity,
    faults: switches,
    client: (credentials = OPERATOR) => ({
      endpoint: server.url,
      region: 'eu-west-1',
      credentials,
      maxAttempts: 1,
    }),
    functionWith: (...statements) => {
      const role = identity.register({
        roleName: 'hook-role',
        trustPolicy: { Statement: [] },
        inlinePolicies: [{ name: 'own', document: { Statement: statements } }],
        managedPolicyArns: [],
      });
      const environment = identity.credentialsFor(role.arn, 'hook');
      return {
        accessKeyId: environment.AWS_ACCESS_KEY_ID ?? '',
        secretAccessKey: environment.AWS_SECRET_ACCESS_KEY ?? '',
        sessionToken: environment.AWS_SESSION_TOKEN ?? '',
      };
    },
    close: () => {
      clock.stop();
      return server.close();
    },
  };
};

/** What the call rejects with; fails where it does not. */
export const rejectionOf = async (call: Promise<unknown>): Promise<Error> => {
  try {
    await call;
  } catch (error) {
    if (error instanceof Error) return error;
    throw new Error(`Rejected with ${String(error)}, which is no error.`, { cause: error });
  }
  throw new Error('The call was answered, though it should have been refused.');
};
