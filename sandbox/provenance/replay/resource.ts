import type { Place, ProbeClients, ResourceName, ResourceNames } from './probe';

export interface MakingContext {
  readonly clients: ProbeClients;
  readonly names: ResourceNames;
  readonly place: Place;
  /** AWS's own time. Rejects when the run is broken off. */
  readonly wait: (ms: number) => Promise<void>;
}

export interface Resource {
  /** For whoever is asked whether it may be made. */
  describe(names: ResourceNames): string;
  /** What must be there first. */
  readonly needs: readonly ResourceName[];
  make(context: MakingContext): Promise<void>;
  /** Also after a `make` that failed: an error that says that nothing is there counts as success. */
  remove(context: MakingContext): Promise<unknown>;
}

const TAG = { key: 'slipway', value: 'verify-aws' };
/** The same tag, as each service wants it written. */
export const TAGS = [{ Key: TAG.key, Value: TAG.value }];
export const LOWER_TAGS = [TAG];
export const TAG_MAP = { [TAG.key]: TAG.value };

const TRIES = 12;
const RETRY_MS = 5_000;

/**
 * AWS takes some seconds until a new role can be taken on: until then, who is to take it on says that it cannot. Asks
 * again for a minute.
 */
export const withNewRole = async <Answer>(
  { wait }: Pick<MakingContext, 'wait'>,
  call: () => Promise<Answer>,
): Promise<Answer> => {
  for (let attempt = 1; ; attempt += 1)
    try {
      return await call();
    } catch (error) {
      if (attempt === TRIES || !isAboutRole(error)) throw error;
      await wait(RETRY_MS);
    }
};

const isAboutRole = (error: unknown): boolean =>
  error instanceof Error &&
  /^(InvalidParameterValueException|InvalidRoleException|AccessDeniedException)$/.test(
    error.name,
  ) &&
  /\brole\b/i.test(error.message);
