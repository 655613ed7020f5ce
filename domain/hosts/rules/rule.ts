import type { Host } from '../host';
import type { Draft } from '../plan';

/**
 * What is known against a change. `contested`: it is set, with the mark and the sentence. `dangerous`: refused unless
 * the profile acknowledges the setting by its id. `impossible`: refused, for it cannot do what it says.
 */
export interface Rule {
  readonly code: string;
  readonly severity: 'contested' | 'dangerous' | 'impossible';
  /** The sentence, or undefined where the rule has nothing against the change. */
  readonly objection: (draft: Draft, host: Host) => string | undefined;
}

/** A rule against some values of one kernel parameter. */
export const ofParameter =
  (parameter: string, isWrong: (value: string, host: Host) => boolean, says: string) =>
  (draft: Draft, host: Host): string | undefined =>
    draft.action === 'cmdline' && draft.key === parameter && isWrong(draft.value, host)
      ? says
      : undefined;

/** A rule against words of the command line, each as a whole: `nopti`, `mds=off`; `root=` is any value of it. */
export const ofWords =
  (words: readonly string[], says: (word: string) => string) =>
  ({ action, key, value }: Draft): string | undefined => {
    if (action !== 'cmdline') return undefined;
    const word = value === '' ? key : `${key}=${value}`;
    return words.includes(word) || words.includes(`${key}=`) ? says(word) : undefined;
  };

/** The sysctl that a change sets, by the command line too: `sysctl.vm.swappiness=1`. */
export const sysctlOf = ({ action, key }: Pick<Draft, 'action' | 'key'>): string | undefined => {
  if (action === 'sysctl') return key;
  return action === 'cmdline' && key.startsWith('sysctl.')
    ? key.slice('sysctl.'.length)
    : undefined;
};

/** A rule against some values of sysctls. */
export const ofSysctl =
  (keys: readonly string[], isWrong: (value: string, host: Host) => boolean, says: string) =>
  (draft: Draft, host: Host): string | undefined =>
    keys.includes(sysctlOf(draft) ?? '') && isWrong(draft.value, host) ? says : undefined;

export const always = (): boolean => true;
export const is =
  (wrong: string) =>
  (value: string): boolean =>
    value === wrong;
/** For advice that is right where throughput is what counts. */
export const forLatency = (_: string, { profile }: Host): boolean => profile.goal === 'latency';
