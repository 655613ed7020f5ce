import fc from 'fast-check';
import { resolveParameters } from '../../../../../sandbox/services/ssm/commands/parameters';
import { parseDocument } from '../../../../../sandbox/services/ssm/commands/parse-document';
import type { CommandRun } from '../../../../../sandbox/hosts/script-rules';
import { anSsm, codeOf, inTime, NOON } from '../../../../support/an-ssm';

const FACTS = {
  schemaVersion: '2.2',
  description: 'Collect facts',
  parameters: {
    Plan: { type: 'String', allowedPattern: '[A-Za-z0-9+/=]{1,40}', interpolationType: 'ENV_VAR' },
    Depth: { type: 'String', default: 'short', allowedValues: ['short', 'long'] },
    Lines: { type: 'StringList', default: ['true'] },
  },
  mainSteps: [
    {
      name: 'collect',
      action: 'aws:runShellScript',
      precondition: { StringEquals: ['platformType', 'Linux'] },
      inputs: {
        timeoutSeconds: '60',
        runCommand: ['set -eu', 'collect --{{ Depth }} "$SSM_Plan"', '{{ Lines }}'],
      },
    },
  ],
};
const create = (ssm: ReturnType<typeof anSsm>, Name: string, content: object): string =>
  codeOf(() => ssm.call('CreateDocument', { Name, Content: JSON.stringify(content) }));
const aDocument = (content: object) =>
  parseDocument({
    name: 'Doc',
    owner: '123456789012',
    content: JSON.stringify(content),
    format: 'JSON',
    createdEpochMs: NOON,
  });

describe('a document', () => {
  it('is created, read, described and deleted', () => {
    const ssm = anSsm();
    expect(create(ssm, 'Slipway-Facts', FACTS)).toBe('none');
    expect(create(ssm, 'Slipway-Facts', FACTS)).toBe('DocumentAlreadyExists');
    expect(ssm.call('GetDocument', { Name: 'Slipway-Facts' })).toMatchObject({
      Content: JSON.stringify(FACTS),
      DocumentFormat: 'JSON',
      Status: 'Active',
    });
    expect(ssm.call('DescribeDocument', { Name: 'Slipway-Facts' })).toMatchObject({
      Document: {
        Owner: '123456789012',
        SchemaVersion: '2.2',
        Parameters: [
          { Name: 'Plan', Type: 'String' },
          { Name: 'Depth', DefaultValue: 'short' },
          { Name: 'Lines', Type: 'StringList' },
        ],
      },
    });
    ssm.call('DeleteDocument', { Name: 'Slipway-Facts' });
    expect(codeOf(() => ssm.call('GetDocument', { Name: 'Slipway-Facts' }))).toBe(
      'InvalidDocument',
    );
    expect(codeOf(() => ssm.call('DeleteDocument', { Name: 'AWS-RunShellScript' }))).toBe(
      'InvalidDocumentOperation',
    );
  });

  it('of a template is written as an object, and is referred to by its name', async () => {
    const ssm = anSsm();
    const created = await ssm.service.resources?.['AWS::SSM::Document']?.create({
      logicalId: 'FactsDocument',
      properties: { Name: 'Slipway-Facts', Content: FACTS, DocumentType: 'Command' },
    });
    expect(created?.ref).toBe('Slipway-Facts');
    expect(codeOf(() => ssm.call('GetDocument', { Name: 'Slipway-Facts' }))).toBe('none');
  });

  it.each([
    ['another schema', { ...FACTS, schemaVersion: '1.2' }, 'InvalidDocumentSchemaVersion'],
    ['no steps', { ...FACTS, mainSteps: [] }, 'InvalidDocumentContent'],
    ['a placeholder of nothing', { ...FACTS, parameters: {} }, 'InvalidDocumentContent'],
    [
      'a pattern that is none',
      {
        ...FACTS,
        parameters: { ...FACTS.parameters, Plan: { type: 'String', allowedPattern: '(' } },
      },
      'InvalidDocumentContent',
    ],
    ['64 KB and more', { ...FACTS, description: 'x'.repeat(65_536) }, 'MaxDocumentSizeExceeded'],
  ])('is refused with %s', (_, content, code) => {
    expect(create(anSsm(), 'Slipway-Facts', content)).toBe(code);
  });

  it('gives the script its parameters as text, or through the environment', async () => {
    // given
    const ssm = anSsm();
    const { instanceId } = ssm.addHost();
    create(ssm, 'Slipway-Facts', FACTS);
    const runs: CommandRun[] = [];
    ssm.hosts.commands.add({
      document: 'Slipway-Facts',
      answer: (run) => {
        runs.push(run);
        return { stdout: '{}' };
      },
    });
    await inTime(ssm, async (sleep) => {
      // when
      const id = ssm.send(instanceId, [], {
        DocumentName: 'Slipway-Facts',
        Parameters: { Plan: ['cGxhbg=='], Lines: ['date', 'uptime'] },
      });
      await sleep(3);
      // then
      expect(runs).toMatchObject([
        {
          step: 'collect',
          script: 'set -eu\ncollect --short "$SSM_Plan"\ndate\nuptime',
          environment: { SSM_Plan: 'cGxhbg==', SSM_COMMAND_ID: id },
        },
      ]);
      expect(ssm.invocation(id, instanceId)).toMatchObject({
        PluginName: 'collect',
        Status: 'Success',
      });
    });
  });

  it.each([
    ['a parameter that it does not have', { Plan: ['YQ=='], Other: ['x'] }],
    ['nothing for one that it needs', {}],
    ['what its pattern does not allow', { Plan: ['$(reboot)'] }],
    ['what is not in its list', { Plan: ['YQ=='], Depth: ['deep'] }],
    ['two values for one', { Plan: ['YQ==', 'Yg=='] }],
  ])('is not sent with %s', (_, Parameters) => {
    const ssm = anSsm();
    const { instanceId } = ssm.addHost();
    create(ssm, 'Slipway-Facts', FACTS);
    const sending = { DocumentName: 'Slipway-Facts', Parameters };
    expect(codeOf(() => ssm.send(instanceId, [], sending))).toBe('InvalidParameters');
  });

  it('never lets a value through that its pattern does not match as a whole', () => {
    const document = aDocument(FACTS);
    fc.assert(
      fc.property(fc.string(), (value) => {
        const taken = codeOf(() => resolveParameters(document, { Plan: [value] })) === 'none';
        expect(taken).toBe(/^[A-Za-z0-9+/=]{1,40}$/.test(value) && !value.endsWith('\n'));
      }),
    );
  });
});

describe('several steps', () => {
  const steps = (onFailure?: string) => ({
    schemaVersion: '2.2',
    mainSteps: ['first', 'second'].map((name) => ({
      name,
      action: 'aws:runShellScript',
      inputs: { runCommand: [name], onFailure: name === 'first' ? onFailure : undefined },
    })),
  });

  it.each([
    ['go on after one that failed, and fail the command', undefined, 'Failed', [1, 0]],
    ['stop at one that says exit', 'exit', 'Failed', [1, -1]],
    ['stop well at one that says successAndExit', 'successAndExit', 'Success', [1, -1]],
  ])('%s', async (_, onFailure, status, codes) => {
    const ssm = anSsm();
    const { instanceId } = ssm.addHost();
    create(ssm, 'Two-Steps', steps(onFailure));
    ssm.hosts.commands.add({ contains: 'first', answer: { exitCode: 1 } });
    await inTime(ssm, async (sleep) => {
      const id = ssm.send(instanceId, [], { DocumentName: 'Two-Steps', Parameters: {} });
      await sleep(5);
      const of = (PluginName: string) => ssm.invocation(id, instanceId, { PluginName });
      expect(of('first').Status).toBe('Failed');
      expect([of('first').ResponseCode, of('second').ResponseCode]).toEqual(codes);
      expect(ssm.command(id)?.Status).toBe(status);
      expect(codeOf(() => ssm.invocation(id, instanceId))).toBe('InvalidPluginName');
    });
  });

  it('that ask for another platform are passed over, and succeed', async () => {
    const ssm = anSsm();
    const { instanceId } = ssm.addHost();
    const windows = { StringEquals: ['platformType', 'Windows'] };
    create(ssm, 'Two-Steps', {
      ...steps(),
      mainSteps: steps().mainSteps.map((step) => ({ ...step, precondition: windows })),
    });
    ssm.hosts.commands.add({ answer: { exitCode: 1 } });
    await inTime(ssm, async (sleep) => {
      const id = ssm.send(instanceId, [], { DocumentName: 'Two-Steps', Parameters: {} });
      await sleep(5);
      expect(ssm.invocation(id, instanceId, { PluginName: 'first' }).Status).toBe('Success');
    });
  });
});
