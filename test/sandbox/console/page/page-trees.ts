import type { Tree, TreeNode } from '../../../../sandbox/console/page/script/tree.mjs';
import type {
  CheckRow,
  ReleaseRow,
  SlackRow,
  Snapshot,
  VerdictRow,
} from '../../../../sandbox/console/snapshot';

/** Every tree below and among these whose attributes have these values. */
export const findAll = (
  nodes: readonly TreeNode[],
  wanted: Readonly<Record<string, unknown>>,
): readonly Tree[] =>
  nodes.flatMap((node) => {
    if (typeof node === 'string') return [];
    const { tag, attributes } = node;
    const fits = Object.entries(wanted).every(
      ([name, value]) => (name === 'tag' ? tag : attributes[name]) === value,
    );
    return [...(fits ? [node] : []), ...findAll(node.children, wanted)];
  });

export const textIn = (nodes: readonly TreeNode[]): string =>
  nodes.map((node) => (typeof node === 'string' ? node : textIn(node.children))).join('');

/** As HTML for short expectations: attributes are left out, text is as it is. */
export const outline = (nodes: readonly TreeNode[]): string =>
  nodes
    .map((node) =>
      typeof node === 'string'
        ? node
        : `[${node.tag} ${outline(node.children)}]`.replace(' ]', ']'),
    )
    .join('');

export const aCheck = (overrides: Partial<CheckRow> = {}): CheckRow => ({
  name: 'health',
  outcome: 'passed',
  reason: 'StatusExpected',
  expected: 'HTTP 200',
  observed: 'HTTP 200',
  samples: 3,
  ...overrides,
});

export const aVerdict = (overrides: Partial<VerdictRow> = {}): VerdictRow => ({
  hook: 'BeforeAllowTraffic',
  outcome: 'passed',
  reason: 'ChecksPassed',
  reported: 'Succeeded',
  mode: 'enforce',
  durationMs: 3100,
  checks: [aCheck()],
  ...overrides,
});

export const aRelease = (overrides: Partial<ReleaseRow> = {}): ReleaseRow => ({
  deploymentId: 'd-ONE',
  application: 'checkout-api',
  group: 'prod',
  outcome: 'passed',
  status: 'Succeeded',
  startedAt: '2026-01-15T11:40:03Z',
  endedAt: '2026-01-15T11:47:03Z',
  target: 'checkout-api:live 3 → 4',
  lifecycleEvents: [{ name: 'BeforeAllowTraffic', status: 'Succeeded' }],
  verdicts: [aVerdict()],
  rollback: null,
  ...overrides,
});

export const aMessage = (overrides: Partial<SlackRow> = {}): SlackRow => ({
  channel: 'releases',
  ts: '1768475100.000000',
  kind: 'run',
  text: 'checkout-api started',
  blocks: [],
  ...overrides,
});

export const aSnapshot = (overrides: Partial<Snapshot> = {}): Snapshot => ({
  nowEpochMs: 1768478671000,
  speed: 1,
  releases: [],
  messages: [],
  calls: {},
  ...overrides,
});
