import { distributionOf, isKernelAtLeast, kernelVersionOf } from '../facts';
import type { Host } from '../host';
import type { Condition, PlainCondition } from '../profile';

/** Why something does not hold on a host; undefined where it does. What is not known does not hold. */
type Reason = string | undefined;
type Test = (condition: PlainCondition, host: Host) => Reason;

/** The test of one member; a condition without it asks nothing. */
const test =
  <Name extends keyof PlainCondition>(
    name: Name,
    reasonOf: (wanted: NonNullable<PlainCondition[Name]>, host: Host) => Reason,
  ): Test =>
  (condition, host) => {
    const wanted = condition[name];
    return wanted === undefined ? undefined : reasonOf(wanted, host);
  };

/** Why a setting does not apply to a host, as half a sentence; undefined where it does. */
export const reasonAgainst = (condition: Condition, host: Host): Reason => {
  const { anyOf, ...plain } = condition;
  const reason = reasonAgainstPlain(plain, host);
  if (reason !== undefined || anyOf === undefined) return reason;
  const reasons = anyOf.map((alternative) => reasonAgainstPlain(alternative, host));
  return reasons.includes(undefined) ? undefined : [...new Set(reasons)].join(', and ');
};

const reasonAgainstPlain = (condition: PlainCondition, host: Host): Reason => {
  for (const reasonOf of TESTS) {
    const reason = reasonOf(condition, host);
    if (reason !== undefined) return reason;
  }
  return undefined;
};

const notSaid = (what: string): string => `the facts do not say ${what}`;

const oneOf = (wanted: readonly string[], actual: string | undefined, what: string): Reason => {
  if (actual === undefined) return notSaid(`the ${what}`);
  return wanted.includes(actual)
    ? undefined
    : `the ${what} is ${actual}, and it is for ${wanted.join(', ')}`;
};

const driver = (
  wanted: 'any' | readonly string[],
  actual: string | null | undefined,
  what: string,
): Reason => {
  if (actual === null) return `this host has no ${what} driver`;
  if (wanted !== 'any') return oneOf(wanted, actual, `${what} driver`);
  return actual === undefined ? notSaid(`the ${what} driver`) : undefined;
};

const allExist = (
  wanted: readonly string[],
  exists: ((name: string) => boolean) | undefined,
  what: string,
): Reason => {
  if (exists === undefined) return notSaid(`which ${what}s exist`);
  const missing = wanted.find((name) => !exists(name));
  return missing === undefined ? undefined : `the ${what} ${missing} does not exist on this host`;
};

/** Whether a path is one of the pattern's, where `*` stands for any characters but a slash. */
export const matchesPath = (pattern: string, path: string): boolean => {
  const parts = pattern.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('[^/]*')}$`).test(path);
};

/** Where the parameter of a module is once it has been loaded. */
const toModulePath = (parameter: string): string =>
  `/sys/module/${parameter.replace('.', '/parameters/')}`;

/** In the order in which reasons are looked for: what a host is before what it has. */
const TESTS: readonly Test[] = [
  test('architecture', (wanted, { facts }) => oneOf(wanted, facts.architecture, 'architecture')),
  test('cpuVendor', (wanted, { facts }) => oneOf(wanted, facts.cpuVendor, "CPUs' vendor")),
  test('virtualization', (wanted, { facts }) =>
    oneOf(wanted, facts.virtualization, 'virtualization')),
  test('distribution', (wanted, { facts }) => oneOf(wanted, distributionOf(facts), 'distribution')),
  test('preemptRt', (wanted, { facts: { kernel } }) => {
    if (kernel?.preemptRt === undefined) return notSaid('whether the kernel is PREEMPT_RT');
    if (kernel.preemptRt === wanted) return undefined;
    return wanted
      ? `the running kernel, ${kernel.release}, is not PREEMPT_RT`
      : `the running kernel, ${kernel.release}, is PREEMPT_RT`;
  }),
  test('kernelAtLeast', (wanted, { facts: { kernel } }) => {
    if (kernel === undefined) return notSaid('which kernel runs');
    if (kernelVersionOf(kernel.release) === undefined)
      return `the running kernel, ${kernel.release}, does not tell its version`;
    return isKernelAtLeast(kernel.release, wanted)
      ? undefined
      : `the running kernel, ${kernel.release}, is older than ${wanted}`;
  }),
  test('cpuidleDriver', (wanted, { facts }) => driver(wanted, facts.cpuidleDriver, 'cpuidle')),
  test('cpufreqDriver', (wanted, { facts }) => driver(wanted, facts.cpufreqDriver, 'cpufreq')),
  test('clocksource', (wanted, { facts: { clocksource } }) =>
    clocksource === null
      ? 'the kernel names no clocksource'
      : oneOf(wanted, clocksource, 'clocksource')),
  test('cpuFlags', (wanted, { facts: { cpuFlags } }) => {
    if (cpuFlags === undefined) return notSaid('which flags the CPUs have');
    const missing = wanted.find((flag) => !cpuFlags.includes(flag));
    return missing === undefined ? undefined : `the CPUs do not have the flag ${missing}`;
  }),
  test('nicDriver', (wanted, { facts: { nics } }) => {
    if (nics === undefined) return notSaid('which interfaces there are');
    return nics.some((nic) => wanted.includes(nic.driver ?? ''))
      ? undefined
      : `no interface has the driver ${wanted.join(' or ')}`;
  }),
  test('sysctls', (wanted, { facts: { sysctls } }) =>
    allExist(wanted, sysctls && ((key) => sysctls.includes(key)), 'sysctl')),
  test('files', (wanted, { facts: { files, moduleParameters = [] } }) => {
    const paths = [...(files ?? []), ...moduleParameters.map(toModulePath)];
    return allExist(
      wanted,
      files && ((pattern) => paths.some((path) => matchesPath(pattern, path))),
      'file',
    );
  }),
  test('units', (wanted, { facts: { units } }) =>
    allExist(wanted, units && ((name) => units.includes(name)), 'unit')),
  test('isolatedCpusAtLeast', (wanted, { division }) => {
    if (division === undefined) return 'the facts do not list the CPUs';
    const { length } = division.isolated;
    return length >= wanted
      ? undefined
      : `the number of isolated CPUs is ${length}, less than ${wanted}`;
  }),
  test('numaNodesAtLeast', (wanted, { facts: { cpus } }) => {
    if (cpus === undefined) return 'the facts do not list the CPUs';
    const { size } = new Set(cpus.map((cpu) => cpu.node));
    return size >= wanted ? undefined : `the number of NUMA nodes is ${size}, less than ${wanted}`;
  }),
];
