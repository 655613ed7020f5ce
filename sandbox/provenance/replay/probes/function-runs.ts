import {
  AddPermissionCommand,
  CreateAliasCommand,
  CreateEventSourceMappingCommand,
  CreateFunctionCommand,
  CreateFunctionUrlConfigCommand,
  DeleteAliasCommand,
  DeleteEventSourceMappingCommand,
  DeleteFunctionCommand,
  DeleteFunctionConcurrencyCommand,
  DeleteFunctionEventInvokeConfigCommand,
  DeleteFunctionUrlConfigCommand,
  GetFunctionEventInvokeConfigCommand,
  GetFunctionUrlConfigCommand,
  GetPolicyCommand,
  InvokeCommand,
  PutFunctionConcurrencyCommand,
  PutFunctionEventInvokeConfigCommand,
  RemovePermissionCommand,
} from '@aws-sdk/client-lambda';
import { strToU8, zipSync } from 'fflate';
import { arnsOf, type Probe, type ProbeContext } from '../probe';

/** How the runtime words the end of a process. */
const endings: Probe = {
  id: 'lambda-endings',
  needs: ['function'],
  run: async ({ clients: { lambda }, names: { functionName: FunctionName }, ask }) => {
    const orders: Readonly<Record<string, object>> = {
      'an error that is thrown': { fail: 'on order' },
      'an exit with 3': { exit: 3 },
      'an exit with 0': { exit: 0 },
      'an answer that is too large': { size: 6_400_000 },
    };
    for (const [step, order] of Object.entries(orders))
      await ask(step, async () => {
        const { FunctionError, Payload } = await lambda.send(
          new InvokeCommand({ FunctionName, Payload: JSON.stringify(order) }),
        );
        return { FunctionError, ...withoutTrace(Payload?.transformToString() ?? '{}') };
      });
  },
};

/** Where in the bundle it was thrown says nothing of AWS. */
const withoutTrace = (payload: string): object => {
  const parsed: unknown = JSON.parse(payload);
  if (typeof parsed !== 'object' || parsed === null) return {};
  return Object.fromEntries(Object.entries(parsed).filter(([name]) => name !== 'trace'));
};

const roles: Probe = {
  id: 'lambda-role-sentences',
  needs: ['queue', 'codeDeployRole', 'function'],
  run: async ({ clients: { lambda }, names, place, ask }) => {
    const arns = arnsOf(names, place);
    const FunctionName = `${names.prefix}-refused`;
    await ask(
      'a role that trusts another',
      () =>
        lambda.send(
          new CreateFunctionCommand({
            FunctionName,
            Role: arns.codeDeployRole,
            Runtime: 'nodejs24.x',
            Handler: 'index.handler',
            Code: { ZipFile: zipSync({ 'index.js': strToU8('exports.handler = () => {};') }) },
          }),
        ),
      () => lambda.send(new DeleteFunctionCommand({ FunctionName })),
    );
    let UUID: string | undefined;
    await ask(
      'a queue that the role may not read',
      async () => {
        const mapping = await lambda.send(
          new CreateEventSourceMappingCommand({
            FunctionName: names.functionName,
            EventSourceArn: arns.queue,
            Enabled: false,
          }),
        );
        UUID = mapping.UUID;
        return { State: mapping.State };
      },
      async () =>
        UUID === undefined ? undefined : lambda.send(new DeleteEventSourceMappingCommand({ UUID })),
    );
    const settings = { FunctionName: names.functionName };
    await ask(
      'a destination that the role may not send to',
      async () => {
        const { DestinationConfig } = await lambda.send(
          new PutFunctionEventInvokeConfigCommand({
            ...settings,
            DestinationConfig: { OnFailure: { Destination: `${arns.queue}-other` } },
          }),
        );
        return { DestinationConfig };
      },
      () => lambda.send(new DeleteFunctionEventInvokeConfigCommand(settings)),
    );
  },
};

const aliasDeleted: Probe = {
  id: 'lambda-alias-deleted',
  needs: ['function'],
  run: async ({ clients: { lambda }, names: { functionName: FunctionName }, make, ask }) => {
    const Name = 'passing';
    const alias = { FunctionName, Name };
    const remove = () => lambda.send(new DeleteAliasCommand(alias));
    const create = () => lambda.send(new CreateAliasCommand({ ...alias, FunctionVersion: '1' }));
    await make('an alias', create, remove);
    const Qualifier = Name;
    await lambda.send(
      new CreateFunctionUrlConfigCommand({ FunctionName, Qualifier, AuthType: 'AWS_IAM' }),
    );
    await lambda.send(
      new PutFunctionEventInvokeConfigCommand({ FunctionName, Qualifier, MaximumRetryAttempts: 0 }),
    );
    await lambda.send(
      new AddPermissionCommand({
        FunctionName,
        Qualifier,
        StatementId: 'asked',
        Action: 'lambda:InvokeFunction',
        Principal: 'sns.amazonaws.com',
      }),
    );
    await remove();
    await create();
    await ask('its URL', () =>
      lambda.send(new GetFunctionUrlConfigCommand({ FunctionName, Qualifier })),
    );
    await ask('its settings of asynchronous calls', () =>
      lambda.send(new GetFunctionEventInvokeConfigCommand({ FunctionName, Qualifier })),
    );
    await ask('its policy', () => lambda.send(new GetPolicyCommand({ FunctionName, Qualifier })));
    await remove();
    await ask('to delete it again', () => lambda.send(new DeleteAliasCommand(alias)));
  },
};

/** A connection that is cut off is an answer as well: to a body that is too large, say. */
const fetched = async (url: string, init: RequestInit = {}) => {
  try {
    const response = await fetch(url, init);
    const text = await response.text();
    return { status: response.status, type: response.headers.get('content-type'), text };
  } catch {
    return { status: 0, type: null, text: '' };
  }
};

/** What the function saw, as it gives it back; without what differs from call to call and place to place. */
const eventOf = (text: string): object => {
  if (!text.startsWith('{')) return { text };
  const parsed: unknown = JSON.parse(text);
  const Kept = /^(version|routeKey|rawPath|rawQueryString|body|isBase64Encoded|queryString)/;
  return typeof parsed === 'object' && parsed !== null
    ? Object.fromEntries(Object.entries(parsed).filter(([name]) => Kept.test(name)))
    : { parsed };
};

const url: Probe = {
  id: 'lambda-url',
  needs: ['function'],
  makes: ['a public URL of the function, which gives back what it is sent, for some seconds'],
  run: async (context) => {
    const { clients, names, make, ask } = context;
    const { lambda } = clients;
    const { functionName: FunctionName } = names;
    const { FunctionUrl = '' } = await make(
      'a URL',
      () => lambda.send(new CreateFunctionUrlConfigCommand({ FunctionName, AuthType: 'NONE' })),
      () => lambda.send(new DeleteFunctionUrlConfigCommand({ FunctionName })),
    );
    await ask('without a permission', () => fetched(FunctionUrl));
    await permit(context);
    await context.wait(5_000);
    for (const [step, path, init] of [
      ['nothing sent', '', {}],
      ['a path and a query', 'a%20b/c?x=1&x=2', {}],
      ['text', '', post('text/plain', 'hello')],
      ['JSON', '', post('application/json', '{}')],
      ['bytes', '', post('application/octet-stream', 'hello')],
    ] as const)
      await ask(step, async () => {
        const { status, text } = await fetched(`${FunctionUrl}${path}`, init);
        return { status, event: eventOf(text) };
      });
    await ask('too much', () =>
      fetched(FunctionUrl, post('text/plain', 'x'.repeat(6 * 1024 * 1024 + 1))),
    );
    await lambda.send(
      new PutFunctionConcurrencyCommand({ FunctionName, ReservedConcurrentExecutions: 0 }),
    );
    await context.wait(5_000);
    await ask('no concurrency', () => fetched(FunctionUrl));
    await lambda.send(new DeleteFunctionConcurrencyCommand({ FunctionName }));
    await ask('an address that nobody has', () =>
      fetched(FunctionUrl.replace(/[a-z0-9]{24,}/, 'a'.repeat(32))),
    );
  },
};

const post = (type: string, body: string): RequestInit => ({
  method: 'POST',
  headers: { 'content-type': type },
  body,
});

const permit = async ({ clients: { lambda }, names, make }: ProbeContext): Promise<void> => {
  const { functionName: FunctionName } = names;
  for (const [StatementId, Action] of [
    ['url', 'lambda:InvokeFunctionUrl'],
    ['function', 'lambda:InvokeFunction'],
  ] as const)
    await make(
      'a permission for everybody',
      () =>
        lambda.send(
          new AddPermissionCommand({
            FunctionName,
            StatementId,
            Action,
            Principal: '*',
            ...(StatementId === 'url'
              ? { FunctionUrlAuthType: 'NONE' }
              : { InvokedViaFunctionUrl: true }),
          }),
        ),
      () => lambda.send(new RemovePermissionCommand({ FunctionName, StatementId })),
    );
};

export const functionRunProbes: readonly Probe[] = [endings, roles, aliasDeleted, url];
