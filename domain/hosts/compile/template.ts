import { toCpuList, toCpuMask } from '../cpu-list';
import { kernelVersionOf } from '../facts';
import { strongestFlags } from '../isolation-flags';
import type { Host } from '../host';

/** What a value is on a host, or why it has none there. */
export type Rendered = { readonly text: string } | { readonly missing: string };

const NO_CPUS = { missing: 'the facts do not list the CPUs' };

/** The CPUs for the application, at least one, or why there is none. */
export const isolatedCpus = ({
  facts,
  profile,
  division,
}: Host): { readonly cpus: readonly number[] } | { readonly missing: string } => {
  if (division === undefined) return NO_CPUS;
  if (division.isolated.length > 0) return { cpus: division.isolated };
  if (facts.cpus?.some(({ online, core }) => online && core < 0) === true)
    return { missing: 'the facts do not say which CPUs share a core' };
  return {
    missing:
      profile.cpus === undefined
        ? 'no CPU is isolated on this host'
        : `no CPU is left to isolate: housekeeping keeps ${profile.cpus.housekeepingCoresPerSocket} whole core(s) of each socket`,
  };
};

/** What may stand in braces in a value: `{isolated}`. */
const VARIABLES: Readonly<Record<string, (host: Host) => Rendered>> = {
  isolated: (host) => {
    const isolated = isolatedCpus(host);
    return 'missing' in isolated ? isolated : { text: toCpuList(isolated.cpus) };
  },
  /** Goes before the list of `isolcpus=`: `managed_irq,domain,`, or what of it the running kernel knows. */
  isolationFlags: ({ facts: { kernel } }) => {
    if (kernel === undefined) return { missing: 'the facts do not say which kernel runs' };
    return kernelVersionOf(kernel.release) === undefined
      ? { missing: `the running kernel, ${kernel.release}, does not tell its version` }
      : { text: strongestFlags(kernel.release) };
  },
  housekeeping: ({ division }) =>
    division === undefined ? NO_CPUS : { text: toCpuList(division.housekeeping) },
  housekeepingMask: ({ division }) =>
    division === undefined ? NO_CPUS : { text: toCpuMask(division.housekeeping) },
  /** 1 % of memory in KiB, counted in whole GiB: a new kernel that takes a few MiB more changes no plan. */
  onePercentOfMemoryKiB: ({ facts }) => {
    if (facts.memoryMiB === undefined) return { missing: 'the facts do not say the memory' };
    const totalMiB = Object.values(facts.memoryMiB).reduce((sum, mebibytes) => sum + mebibytes, 0);
    const wholeGiB = Math.floor(totalMiB / 1024);
    return wholeGiB === 0
      ? { missing: 'the host has less than 1 GiB of memory' }
      : { text: String(Math.floor((wholeGiB * 1024 * 1024) / 100)) };
  },
};

export const VARIABLE_NAMES: readonly string[] = Object.keys(VARIABLES);

/** What stands in braces and is no variable, with its braces; a brace alone, too. */
export const unknownVariables = (template: string): readonly string[] =>
  [...template.matchAll(/\{([^{}]*)\}|[{}]/g)]
    .filter(([, name]) => name === undefined || !VARIABLE_NAMES.includes(name))
    .map(([braced]) => braced);

/** The text with every variable in it replaced. What names no variable stays as it is. */
export const renderTemplate = (template: string, host: Host): Rendered => {
  let text = template;
  for (const [name, toText] of Object.entries(VARIABLES)) {
    if (!text.includes(`{${name}}`)) continue;
    const rendered = toText(host);
    if ('missing' in rendered) return rendered;
    text = text.replaceAll(`{${name}}`, rendered.text);
  }
  return { text };
};
