import {
  CreateDocumentCommand,
  DeleteDocumentCommand,
  GetCommandInvocationCommand,
  ListCommandsCommand,
  SendCommandCommand,
  type SendCommandCommandInput,
} from '@aws-sdk/client-ssm';
import type { Probe } from '../probe';
import { until } from '../until';

const step = (runCommand: readonly string[]) => ({
  action: 'aws:runShellScript',
  name: 'run',
  inputs: { runCommand },
});
const DOCUMENT = {
  schemaVersion: '2.2',
  description: 'Asked by verify:aws; runs nothing.',
  parameters: {
    Level: { type: 'String', allowedPattern: '[0-9]+' },
    Mode: { type: 'String', default: 'a', allowedValues: ['a', 'b'] },
  },
  mainSteps: [step(['true'])],
};

/** Each is refused; one that is taken is deleted. */
const contents: Probe = {
  id: 'ssm-documents',
  needs: [],
  run: async ({ clients: { ssm }, names: { prefix }, ask }) => {
    const Name = `${prefix}-refused`;
    const wrong: Readonly<Record<string, string>> = {
      'no JSON': '{',
      'no schema version': JSON.stringify({ ...DOCUMENT, schemaVersion: undefined }),
      'a schema that is none': JSON.stringify({ ...DOCUMENT, schemaVersion: '9.9' }),
      'no steps': JSON.stringify({ ...DOCUMENT, mainSteps: undefined }),
      'an action that is none': JSON.stringify({
        ...DOCUMENT,
        mainSteps: [{ ...step(['true']), action: 'aws:leap' }],
      }),
      'two steps of a name': JSON.stringify({
        ...DOCUMENT,
        mainSteps: [step(['true']), step(['true'])],
      }),
      'a parameter that is not declared': JSON.stringify({
        ...DOCUMENT,
        mainSteps: [step(['echo {{ Other }}'])],
      }),
    };
    for (const [what, Content] of Object.entries(wrong))
      await ask(
        what,
        () =>
          ssm.send(
            new CreateDocumentCommand({
              Name,
              Content,
              DocumentType: 'Command',
              DocumentFormat: 'JSON',
            }),
          ),
        () => ssm.send(new DeleteDocumentCommand({ Name })),
      );
  },
};

/** Commands to a tag that no instance has: they reach nobody. */
const commands: Probe = {
  id: 'ssm-commands',
  needs: [],
  makes: ['a document, and commands to a tag that no instance has (they stay listed for 30 days)'],
  run: async (context) => {
    const { clients, names, make, ask } = context;
    const { ssm } = clients;
    const Name = `${names.prefix}-document`;
    await make(
      'a document',
      () =>
        ssm.send(
          new CreateDocumentCommand({
            Name,
            Content: JSON.stringify(DOCUMENT),
            DocumentType: 'Command',
            DocumentFormat: 'JSON',
          }),
        ),
      () => ssm.send(new DeleteDocumentCommand({ Name })),
    );
    const Targets = [{ Key: 'tag:slipway-verify', Values: [names.prefix] }];
    const whole = { DocumentName: Name, Targets, Parameters: { Level: ['1'] } };
    const send = (what: string, change: Partial<SendCommandCommandInput>) =>
      ask(what, async () => {
        const { Command } = await ssm.send(new SendCommandCommand({ ...whole, ...change }));
        return { Status: Command?.Status };
      });
    await send('a parameter that is missing', { Parameters: {} });
    await send('a parameter that fits in part', { Parameters: { Level: ['1x'] } });
    await send('a value that is not allowed', { Parameters: { Level: ['1'], Mode: ['c'] } });
    await send('a parameter that there is not', { Parameters: { Level: ['1'], Other: ['c'] } });
    await send('two values for one', { Parameters: { Level: ['1', '2'] } });
    await send('a document that is not there', { DocumentName: `${Name}-absent` });
    await send('an instance that is not there', {
      Targets: undefined,
      InstanceIds: ['i-0123456789abcdef0'],
    });
    await send('neither instances nor targets', { Targets: undefined });
    await send('both of them', { InstanceIds: ['i-0123456789abcdef0'] });
    await send('a time-out of a second', { TimeoutSeconds: 1 });
    const { Command } = await ssm.send(new SendCommandCommand(whole));
    const CommandId = Command?.CommandId;
    const ended = await until(context, 'the command ends', async () => {
      const { Commands } = await ssm.send(new ListCommandsCommand({ CommandId }));
      const listed = Commands?.[0];
      return /^(Pending|InProgress)$/.test(listed?.Status ?? 'Pending') ? undefined : listed;
    });
    await ask('a command that found no instance', async () => ({
      Status: ended.Status,
      StatusDetails: ended.StatusDetails,
      TargetCount: ended.TargetCount,
    }));
    const InstanceId = 'i-0123456789abcdef0';
    await ask('its invocation on an instance that is not there', () =>
      ssm.send(new GetCommandInvocationCommand({ CommandId, InstanceId })),
    );
  },
};

export const documentProbes: readonly Probe[] = [contents, commands];
