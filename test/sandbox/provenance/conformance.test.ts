import { checkMachines } from '../../../sandbox/provenance/conformance/check-machines';
import { checkArrays, checkPatterns } from '../../../sandbox/provenance/conformance/check-patterns';
import { readFixtures } from '../../../sandbox/provenance/conformance/read-set';
import { toLines, toReport } from '../../../sandbox/provenance/conformance/report';
import { recordingSets } from '../../../sandbox/provenance/conformance/sets';

const aPattern = {
  name: 'a source',
  event: { source: 'aws.ec2' },
  eventPattern: { source: ['aws.ec2'] },
  awsError: null,
};
const aMachine = {
  id: 'tests::ends well',
  definition: {
    QueryLanguage: 'JSONata',
    StartAt: 'End',
    States: { End: { Type: 'Succeed' } },
  },
  input: { host: 'i-1' },
  final: { type: 'ExecutionSucceeded', output: { host: 'i-1' } },
  expectedHistory: [],
};

describe('a set of cases', () => {
  it.each(Object.entries(recordingSets))(
    "passes with the project's own fixtures: %s",
    async (_, set) => {
      for (const outcome of await set.check(readFixtures(set).content)) {
        expect(outcome).toMatchObject({ missed: [], leftOut: [] });
        expect(outcome.passed).toBeGreaterThan(0);
      }
    },
  );

  it('names a pattern that is answered otherwise than AWS did', () => {
    expect(checkPatterns([{ ...aPattern, expected: false }])).toEqual({
      set: 'EventBridge patterns',
      passed: 0,
      of: 1,
      missed: [{ name: 'a source', why: 'answered true, AWS false' }],
      leftOut: [],
    });
  });

  it("compares a refusal's sentence to the word", () => {
    const refused = {
      ...aPattern,
      eventPattern: { source: [] },
      expected: 'error',
      awsError: { Message: 'Event pattern is not valid. Reason: Empty lists are not allowed' },
    };
    expect(checkPatterns([refused]).missed).toHaveLength(1);
  });

  it('names an array case that is answered otherwise', () => {
    const { event, eventPattern: rule } = aPattern;
    expect(checkArrays([{ name: 'one', event, rule, expected: false }]).missed).toHaveLength(1);
  });

  it('names a machine that ends otherwise, and one whose history differs', async () => {
    // given
    const other = { ...aMachine, final: { type: 'ExecutionSucceeded', output: { host: 'i-2' } } };

    // when
    const [endings, histories] = await checkMachines({ noTasks: [other], withTasks: [] });

    // then
    expect(endings?.missed).toEqual([
      { name: 'ends well', why: 'output/host is "i-1", on AWS "i-2"' },
    ]);
    expect(histories?.missed).toHaveLength(1);
  });

  it('leaves out a machine in JSONPath, and says so', async () => {
    const { QueryLanguage: _, ...definition } = aMachine.definition;
    const inJsonPath = {
      ...definition,
      States: { End: { Type: 'Pass', ResultPath: '$.x', End: true } },
    };
    const [endings] = await checkMachines({
      noTasks: [{ ...aMachine, definition: inJsonPath }],
      withTasks: [],
    });
    expect(endings).toMatchObject({
      of: 0,
      leftOut: [{ name: 'ends well', why: 'is written in JSONPath, in part at least' }],
    });
  });
});

describe('the report', () => {
  const tables = [
    {
      service: 'sqs',
      rows: [
        {
          id: 'sqs.a',
          behaviour: 'a',
          at: 'a.ts',
          date: '2026-11',
          known: 'assumed' as const,
          probe: 'sqs-a',
        },
      ],
    },
  ];
  const outcome = {
    set: 'patterns',
    passed: 1,
    of: 2,
    missed: [{ name: 'x', why: 'no' }],
    leftOut: [],
  };

  it('is not well where a case was missed', () => {
    const report = toReport(tables, [{ origin: 'recordings', path: 'p', outcomes: [outcome] }]);
    expect(report.ok).toBe(false);
    expect(report.provenance).toEqual({
      services: [{ service: 'sqs', recorded: 0, documented: 0, assumed: 1 }],
      total: { recorded: 0, documented: 0, assumed: 1 },
      verifiable: 1,
      read: 0,
      unasked: [],
    });
    expect(toLines(report)).toContain('  missed    x: no');
  });

  it('says how many pages were opened, and why AWS cannot be asked about the rest', () => {
    // given
    const row = { id: 'a', behaviour: 'b', at: 'c', date: '2026-11' };
    const page = { ...row, known: 'documented' as const, source: 'https://a.example/' };
    const rows = [
      page,
      { ...page, read: '2026-11-21' },
      { ...row, known: 'assumed' as const, unasked: 'hosts' as const },
    ];

    // when
    const lines = toLines(toReport([{ service: 'x', rows }], []));

    // then
    expect(lines).toEqual(
      expect.arrayContaining([
        'The page was opened, and says so, for 1 of the 2 that are documented.',
        'npm run verify:aws asks AWS about 0 of the 1 that are assumed. About the others it cannot:',
        '   1  needs instances that run with an agent, and a network: a run starts none',
      ]),
    );
  });

  it("says when AWS's recordings are not there", () => {
    const report = toReport(tables, [{ origin: 'fixtures', path: 'p', outcomes: [] }]);
    expect(toLines(report).join('\n')).not.toContain('our own cases');
    const withOutcome = toReport(tables, [{ origin: 'fixtures', path: 'p', outcomes: [outcome] }]);
    expect(toLines(withOutcome).join('\n')).toContain('our own cases instead');
  });
});
