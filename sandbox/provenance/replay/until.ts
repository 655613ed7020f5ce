import type { ProbeContext } from './probe';

interface Patience {
  readonly looks?: number;
  readonly everyMs?: number;
}

/** Looks until there is something to see: 60 times, every two seconds. Throws where there never was. */
export const until = async <Seen>(
  { wait }: Pick<ProbeContext, 'wait'>,
  what: string,
  look: () => Promise<Seen | undefined>,
  { looks = 60, everyMs = 2_000 }: Patience = {},
): Promise<Seen> => {
  for (let count = 1; count <= looks; count += 1) {
    const seen = await look();
    if (seen !== undefined) return seen;
    await wait(everyMs);
  }
  throw new Error(`In vain: ${what}.`);
};
