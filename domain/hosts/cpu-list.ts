/** No Linux kernel is built for more. */
const MOST_CPUS = 8192;

/** The CPUs of a list in kernel syntax (`2-5,8`), ascending; undefined where it is none. */
export const parseCpuList = (text: string): readonly number[] | undefined => {
  const cpus = new Set<number>();
  for (const part of text.split(',')) {
    const [, first, last = first] = /^(\d{1,9})(?:-(\d{1,9}))?$/.exec(part) ?? [];
    const from = Number(first);
    const to = Number(last);
    if (!(from <= to && to < MOST_CPUS)) return undefined;
    for (let cpu = from; cpu <= to; cpu += 1) cpus.add(cpu);
  }
  return ascending([...cpus]);
};

/** The list in kernel syntax, as the kernel itself would print it; empty for none. */
export const toCpuList = (cpus: readonly number[]): string => {
  const sorted = ascending(cpus);
  const starts = sorted.filter((cpu) => !sorted.includes(cpu - 1));
  return starts
    .map((start) => {
      let end = start;
      while (sorted.includes(end + 1)) end += 1;
      return start === end ? String(start) : `${start}-${end}`;
    })
    .join(',');
};

/**
 * The mask in kernel syntax: hexadecimal digits in groups of 32 bits, without zeros in front. The kernel prints those
 * for all CPUs that it could ever have: leave them out before comparing.
 */
export const toCpuMask = (cpus: readonly number[]): string => {
  const bits = cpus.reduce((mask, cpu) => mask | (1n << BigInt(cpu)), 0n);
  const groups: string[] = [];
  for (let rest = bits; rest > 0n; rest >>= 32n)
    groups.unshift((rest & 0xffff_ffffn).toString(16).padStart(8, '0'));
  return groups.join(',').replace(/^0+(?=.)/, '') || '0';
};

/** The CPUs of a mask in kernel syntax; undefined where it is none. */
export const parseCpuMask = (text: string): readonly number[] | undefined => {
  const digits = text.replaceAll(',', '');
  if (!/^[0-9a-f]{1,2048}$/i.test(digits)) return undefined;
  const bits = BigInt(`0x${digits}`);
  const cpus: number[] = [];
  for (let cpu = 0; bits >> BigInt(cpu) > 0n; cpu += 1)
    if (((bits >> BigInt(cpu)) & 1n) === 1n) cpus.push(cpu);
  return cpus;
};

/** The list for a sentence: `CPU 3`, `CPUs 4-15`. */
export const sayCpus = (cpus: readonly number[]): string =>
  `${cpus.length === 1 ? 'CPU' : 'CPUs'} ${toCpuList(cpus)}`;

const ascending = (cpus: readonly number[]): readonly number[] =>
  [...new Set(cpus)].toSorted((a, b) => a - b);
