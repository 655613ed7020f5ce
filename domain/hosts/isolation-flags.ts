import { isKernelAtLeast } from './facts';

/**
 * Flags before the list of `isolcpus=`, and the first kernel that knows each ("sched/isolation: Add basic isolcpus
 * flags", 4.15; "genirq, sched/isolation: Isolate from handling managed interrupts", 5.6). One that does not know a flag
 * ignores the list whole ("isolcpus: Error, unknown flag"), or takes the flag for a part of the list and fails at it.
 */
const FLAGS = [
  ['managed_irq', '5.6'],
  ['domain', '4.15'],
  ['nohz', '4.15'],
] as const;

/** `managed_irq,domain,2-5`: the flags, and what comes after them. */
export const splitIsolation = (
  value: string,
): { readonly flags: readonly string[]; readonly list: string } => {
  const list = value.replace(/^((nohz|domain|managed_irq),)+/, '');
  return {
    flags: value
      .slice(0, value.length - list.length)
      .split(',')
      .slice(0, -1),
    list,
  };
};

/** The flags among them that a kernel does not know. */
export const unknownFlags = (flags: readonly string[], release: string): readonly string[] =>
  FLAGS.filter(([flag, since]) => flags.includes(flag) && !isKernelAtLeast(release, since)).map(
    ([flag]) => flag,
  );

/** What to write before the list so that nothing but the application is left on it: as much as a kernel knows. */
export const strongestFlags = (release: string): string =>
  ['managed_irq', 'domain']
    .filter((flag) => unknownFlags([flag], release).length === 0)
    .map((flag) => `${flag},`)
    .join('');
