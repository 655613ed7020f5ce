import { createReleases } from '../../adapters/aws/ledger/releases';
import { createTable } from '../../adapters/aws/ledger/table';
import type { Notice, StoredVerdict } from '../../domain/releases/ports';
import type { SlackRow } from '../../sandbox/console/snapshot';
import { ourHooks } from '../../sandbox/stories/stage';
import type { Scenario } from './sandbox';

type About = { readonly deploymentId: string };

/** What was published of a release on the stack's topic of notices or of pages, in order. */
export const publishedOf = (
  { sandbox }: Scenario,
  topic: 'notices' | 'pages',
  { deploymentId }: About,
): readonly Notice[] =>
  sandbox.journal.entries().flatMap((entry) => {
    if (entry.kind !== 'call' || entry.operation !== 'Publish' || entry.error !== undefined)
      return [];
    const input = entry.input as { readonly TopicArn: string; readonly Message: string };
    const notice = JSON.parse(input.Message) as Notice;
    const isOurs = input.TopicArn.endsWith(`:slipway-dev-${topic}`);
    return isOurs && notice.deploymentId === deploymentId ? [notice] : [];
  });

/** The verdicts on a release that are in the ledger, in the order of their start. */
export const verdictsOf = async (
  { sandbox, operator }: Scenario,
  { deploymentId }: About,
): Promise<readonly StoredVerdict[]> => {
  const clock = { nowEpochMs: sandbox.clock.nowEpochMs, abortAfter: AbortSignal.timeout };
  const releases = createReleases(createTable(operator.dynamoDb, sandbox.ledgerTable), clock);
  const key = { account: '123456789012', region: 'eu-west-1', deploymentId };
  return (await releases.read(key))?.verdicts ?? [];
};

/** The messages about a release that stand in Slack. */
export const messagesOf = (
  { sandbox }: Scenario,
  kind: 'run' | 'verdict',
  { deploymentId }: About,
): readonly SlackRow[] =>
  sandbox.slack
    .messages()
    .filter((message) => message.kind === kind)
    .filter((message) => JSON.stringify(message).includes(deploymentId));

/** Slipway's own functions for these lifecycle events alone. */
export const ourHook = (
  ...hooks: readonly ('BeforeAllowTraffic' | 'AfterAllowTraffic')[]
): Readonly<Record<string, string>> =>
  Object.fromEntries(hooks.map((hook) => [hook, ourHooks()[hook] ?? '']));
