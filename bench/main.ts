import { packageStack } from '../cli/package-stack';
import { createSandbox } from '../sandbox/cloud';
import { createOperator } from '../sandbox/stories/operator';
import { measureBareHttp } from './bare-http';
import { measureEventThroughput } from './event-throughput';
import { atLeast, atMost, told, type Figure } from './figures';
import { measureReleaseCosts } from './release-cost';

/** `npm run bench -- [--json] [--events N]`: figures of one run on this machine. */
const main = async (): Promise<void> => {
  const events = eventsAsked(process.argv);
  const packageFolder = await packageStack();
  const costs = await measureReleaseCosts(packageFolder);
  const bareBefore = await measureBareHttp(10_000, 4);
  const started = performance.now();
  const sandbox = await createSandbox({
    packageFolder,
    port: 0,
    speed: 1,
    seed: 1,
    startEpochMs: Date.now(),
    channels: ['releases'],
  });
  const readySec = (performance.now() - started) / 1000;
  const operator = createOperator(sandbox.url);
  try {
    const throughput = await measureEventThroughput(sandbox, operator, events);
    const bareAfter = await measureBareHttp(10_000, 4);
    const bare = (bareBefore + bareAfter) / 2;
    report([
      ...costs,
      atMost('sandbox ready after packaging', readySec, 's', 5),
      told('bare HTTP server', bare, 'requests/s'),
      atLeast(
        'events through rule, queue and function',
        throughput.eventsPerSec,
        'events/s',
        1_000,
      ),
      told('events for each request of the bare server', throughput.eventsPerSec / bare, 'ratio'),
      told('events in all', throughput.events, 'events'),
      atMost('heap at the end to heap half-way', memoryGrowth(throughput.memoryMiB), 'ratio', 1.15),
      told('heap at the end', throughput.memoryMiB.at(-1) ?? 0, 'MiB'),
    ]);
  } finally {
    operator.stop();
    await sandbox.stop();
  }
};

const memoryGrowth = (memoryMiB: readonly number[]): number => {
  const halfWay = memoryMiB[Math.floor(memoryMiB.length / 2) - 1] ?? 1;
  return (memoryMiB.at(-1) ?? 0) / halfWay;
};

const eventsAsked = (argv: readonly string[]): number => {
  const at = argv.indexOf('--events');
  const value = at === -1 ? 100_000 : Number(argv[at + 1]);
  if (!Number.isInteger(value) || value < 10 || value > 1_000_000) {
    console.error('bench: --events takes a whole number from 10 to 1000000.');
    process.exit(2);
  }
  return value;
};

const report = (figures: readonly Figure[]): void => {
  if (process.argv.includes('--json')) console.log(JSON.stringify({ figures }));
  else
    for (const { name, value, unit, limit, ok } of figures)
      console.log(
        `${ok ? 'ok   ' : 'WRONG'}  ${name}: ${value} ${unit}${limit === undefined ? '' : ` (limit ${limit})`}`,
      );
  if (figures.some((figure) => !figure.ok)) process.exitCode = 1;
};

main().catch((thrown: unknown) => {
  console.error(thrown);
  process.exitCode = 70;
});
