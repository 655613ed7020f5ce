import { askSandbox, type AskedSandbox } from '../../../cli/replay-recordings';
import { packageStack } from '../../../cli/package-stack';
import { compareRecordings } from '../../../sandbox/provenance/replay/compare';
import type { Probe } from '../../../sandbox/provenance/replay/probe';
import { probes } from '../../../sandbox/provenance/replay/probes';

process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';

let packageFolder: string;
let asked: AskedSandbox;

beforeAll(async () => {
  packageFolder = await packageStack(() => undefined);
  asked = await askSandbox(packageFolder, probes);
}, 240_000);

const only = (...ids: readonly string[]): readonly Probe[] =>
  probes.filter(({ id }) => ids.includes(id));
const recorded = (...ids: readonly string[]) =>
  asked.recordings.filter(({ probe }) => ids.includes(probe));

describe('the probes', () => {
  it('are all answered by the sandbox, and leave nothing behind', () => {
    expect(asked).toMatchObject({ faults: [], left: [] });
    expect(asked.recordings.map(({ probe }) => probe)).toEqual(probes.map(({ id }) => id));
    for (const { steps } of asked.recordings) expect(steps).not.toHaveLength(0);
  });

  it('have a name of its own for each step', () => {
    for (const { steps } of asked.recordings)
      expect(new Set(steps.map(({ step }) => step)).size).toBe(steps.length);
  });

  it('give the same answers whatever else is asked', async () => {
    // given
    const some = ['codedeploy-shift', 'lambda-publish-description', 'lambda-endings'];
    const more = ['states-service-failures', 'cloudwatch-suppression', 'sns-dead-letter'];

    // when
    const again = await askSandbox(packageFolder, only(...some, ...more));

    // then
    expect(compareRecordings(recorded(...some, ...more), again.recordings).missed).toEqual([]);
  }, 60_000);

  it('notice each step that is answered otherwise', () => {
    const otherwise = asked.recordings.map((it) => ({
      ...it,
      steps: it.steps.map(({ step }) => ({ step, answer: { other: true } })),
    }));
    const { of, missed } = compareRecordings(asked.recordings, otherwise);
    expect(missed).toHaveLength(of);
  });

  it('notice a sandbox that answers otherwise', async () => {
    // given
    const ids = ['lambda-marker', 'ssm-not-found'];

    // when
    const { recordings } = await askSandbox(packageFolder, only(...ids), ({ faults }) => {
      faults.add({ kind: 'access-denied', service: 'ssm', operation: 'GetParameter' });
    });

    // then
    const { missed, passed } = compareRecordings(recorded(...ids), recordings);
    expect(passed).toBe(1);
    expect(missed).toEqual([
      { name: 'ssm-not-found: a parameter', why: expect.stringContaining('AccessDenied') },
    ]);
  }, 60_000);
});

describe('a run that breaks', () => {
  const broken: Probe = {
    id: 'eventbridge-broken',
    needs: ['rule'],
    run: async ({ make, ask }) => {
      await ask('before', () => Promise.resolve({ answered: true }));
      await make(
        'a thing',
        () => Promise.reject(new Error('a broken connection')),
        () => Promise.resolve(),
      );
    },
  };

  it('keeps what was answered before, and goes on with the other probes', async () => {
    const result = await askSandbox(packageFolder, [broken, ...only('lambda-marker')]);
    expect(result.faults).toEqual(['eventbridge-broken: Error: a broken connection']);
    expect(result.recordings).toMatchObject([
      { probe: 'eventbridge-broken', steps: [{ step: 'before', answer: { answered: true } }] },
      { probe: 'lambda-marker' },
    ]);
    expect(result.left).toEqual([]);
  }, 60_000);

  it('removes what was made before something could not be made', async () => {
    // given
    const group: Probe = { id: 'x', needs: ['group'], run: () => Promise.resolve() };

    // when
    const result = await askSandbox(packageFolder, [group], ({ faults }) => {
      faults.add({ kind: 'access-denied', operation: 'CreateDeploymentGroup' });
    });

    // then
    expect(result.faults).toEqual([expect.stringContaining('AccessDenied')]);
    expect(result.left).toEqual([]);
  }, 60_000);
});
