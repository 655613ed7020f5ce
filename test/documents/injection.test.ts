import { existsSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { readDocuments } from '../../documents/read-documents.cjs';
import { aHost, encodePlan, EVERY_ACTION, type PlanRow } from '../support/host-scripts';

const CANARY = '/canary';

/** Text that would make the canary if a shell ever read it: bare, in either quotes, in a list, behind a line's end. */
const COMMAND = `: >${CANARY}`;
const hostile = fc
  .tuple(
    fc.constantFrom('', '10', '1-3', 'vm.swappiness', '/etc/x.d/y.conf', 'quiet'),
    fc.constantFrom(
      `$(${COMMAND})`,
      `\`${COMMAND}\``,
      `"; ${COMMAND}; "`,
      `'; ${COMMAND}; '`,
      `; ${COMMAND}`,
      `| ${COMMAND}`,
      `& ${COMMAND} &`,
      `\n${COMMAND}\n`,
      `\${x:-$(${COMMAND})}`,
      `a=1 $(${COMMAND})`,
      `x"\`${COMMAND}\`"`,
      `%s$(${COMMAND})%n`,
      `-e ${COMMAND}`,
      `/../../..${CANARY}`,
      `a]; ${COMMAND} #[`,
      `*/?/[a-z]*$(${COMMAND})`,
    ),
    fc.string({ maxLength: 8 }),
  )
  .map((parts) => parts.join('').replaceAll('\0', ''));

const canaryOf = (host: { readonly root: string }): string => join(host.root, '..', 'canary');

interface Parameter {
  readonly allowedPattern: string;
  readonly interpolationType: string;
}
const isRecord = (value: unknown): value is Record<string, Parameter> =>
  typeof value === 'object' && value !== null;
const PARAMETERS = readDocuments().flatMap(({ name, content }) =>
  Object.entries(isRecord(content.parameters) ? content.parameters : {}).map(
    ([parameter, { allowedPattern }]) => [name, parameter, new RegExp(allowedPattern)] as const,
  ),
);

it('looks at the parameters of every document that has some', () => {
  expect(PARAMETERS.map(([document, parameter]) => `${document} ${parameter}`)).toContain(
    'apply-plan Plan',
  );
  expect(PARAMETERS.length).toBeGreaterThanOrEqual(17);
});

describe.each(PARAMETERS)('%s, parameter %s', (document, parameter, pattern) => {
  it('is refused by its pattern where its value is hostile', () =>
    fc.assert(fc.property(hostile, (value) => !pattern.test(value))));

  it('reaches no shell as anything but text, whatever the pattern had let through', async () => {
    const host = aHost({ latency: { cyclictest: '{}', oslat: '{}', hwlatdetect: '' } });
    await fc.assert(
      fc.asyncProperty(hostile, async (text) => {
        const value = text.replaceAll(CANARY, canaryOf(host));
        await host.document(document, {
          parameters: { ...SENSIBLE[document], [parameter]: value },
        });
        return !existsSync(canaryOf(host));
      }),
      { numRuns: 5 },
    );
  });
});

/** What the other parameters are, so that a script gets to the one that is tried. */
const SENSIBLE: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'measure-latency': { Cpus: '1', SoakSec: '0', DurationSec: '1', OslatSec: '1', HwlatSec: '1' },
  'validate-service': { Url: 'http://127.0.0.1:9/', Tries: '1', PauseSec: '0', AnswerSec: '1' },
};

const COLUMNS = [
  'id',
  'action',
  'key',
  'value',
  'needsReboot',
  'verifyOp',
  'verifyRead',
  'verifyExpect',
];

it.each(COLUMNS.map((name, at) => [name, at] as const))(
  'a plan whose column %s is hostile makes no shell run it, now or at boot',
  (_, column) =>
    fc.assert(
      fc.asyncProperty(fc.constantFrom(...EVERY_ACTION), hostile, async (setting, text) => {
        const host = aHost();
        // A tab or a line's end would make other columns of it: those are plans, and tried as such.
        const row = Object.assign([...setting], {
          [column]: text.replaceAll(CANARY, canaryOf(host)),
        });
        const Plan = Buffer.from(`slipway-plan\t1\thash\n${row.join('\t')}\n`).toString('base64');
        await host.document('apply-plan', { parameters: { Plan } });
        await host.document('verify-effects', { parameters: { Plan } });
        await host.boot();
        await host.document('restore');
        const made = existsSync(canaryOf(host));
        host.dispose();
        return !made;
      }),
      { numRuns: 3 },
    ),
);

it('the canary is made where a shell does read such a text', async () => {
  const host = aHost();
  const canary = canaryOf(host);
  await host.run('eval "$SSM_Value"', { parameters: { Value: `$(: >${canary})` } });
  expect(existsSync(canary)).toBe(true);
});

it('what is harmless passes', async () => {
  const swap: PlanRow = ['swap', 'sysctl', 'vm.swappiness', '10', 'no', 'none', '-', '-'];
  const run = await aHost().document('apply-plan', { parameters: { Plan: encodePlan([swap]) } });
  expect(run.code).toBe(0);
});
