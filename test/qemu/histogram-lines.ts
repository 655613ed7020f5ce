import * as z from 'zod/mini';

const Raw = z.object({
  thread: z.record(
    z.string(),
    z.object({ cpu: z.number(), histogram: z.record(z.string(), z.number()) }),
  ),
});
/** Upper bounds in µs. */
const BOUNDS = [10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 20_000] as const;
const WIDTH = 40;

/** The histogram of each CPU, out of cyclictest's own file as measure-latency hands it over on standard error. */
export const toHistogramLines = (stderr: string): readonly string[] => {
  const line = stderr.split('\n').find((it) => it.startsWith('cyclictest.json '));
  if (line === undefined) throw new Error(`There is no file of cyclictest in: ${stderr}`);
  const { thread } = z.parse(Raw, JSON.parse(line.slice('cyclictest.json '.length)));
  return Object.values(thread).flatMap(({ cpu, histogram }) => {
    const counts = BOUNDS.map((bound, at) => countBetween(histogram, BOUNDS[at - 1] ?? -1, bound));
    const most = Math.max(...counts, 1);
    return [
      `CPU ${cpu}`,
      ...BOUNDS.flatMap((bound, at) => {
        const count = counts[at] ?? 0;
        if (count === 0) return [];
        const bar = '#'.repeat(Math.max(1, Math.round((count * WIDTH) / most)));
        return [`≤ ${String(bound).padStart(5)} µs ${String(count).padStart(6)} ${bar}`];
      }),
    ];
  });
};

const countBetween = (
  histogram: Readonly<Record<string, number>>,
  above: number,
  upTo: number,
): number =>
  Object.entries(histogram)
    .filter(([us]) => Number(us) > above && Number(us) <= upTo)
    .reduce((sum, [, count]) => sum + count, 0);
