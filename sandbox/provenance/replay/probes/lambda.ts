import {
  type AliasRoutingConfiguration,
  CreateAliasCommand,
  CreateFunctionUrlConfigCommand,
  DeleteAliasCommand,
  DeleteFunctionCommand,
  DeleteFunctionUrlConfigCommand,
  GetFunctionCommand,
  GetPolicyCommand,
  InvokeCommand,
  ListFunctionsCommand,
  ListFunctionUrlConfigsCommand,
  PublishVersionCommand,
} from '@aws-sdk/client-lambda';
import type { Probe } from '../probe';

const noPolicy: Probe = {
  id: 'lambda-no-policy',
  needs: ['function'],
  run: async ({ clients: { lambda }, names: { functionName: FunctionName }, ask }) => {
    await ask('a policy', () => lambda.send(new GetPolicyCommand({ FunctionName })));
  },
};

const aliasName: Probe = {
  id: 'lambda-alias-name',
  needs: ['function'],
  run: async ({ clients: { lambda }, names: { functionName: FunctionName }, ask }) => {
    for (const Name of ['two words', '12'])
      await ask(`an alias ${Name}`, () =>
        lambda.send(new CreateAliasCommand({ FunctionName, Name, FunctionVersion: '1' })),
      );
  },
};

const functionNames: Probe = {
  id: 'lambda-function-name',
  needs: [],
  run: async ({ clients: { lambda }, names: { prefix }, ask }) => {
    const get = (step: string, FunctionName: string, Qualifier?: string) =>
      ask(step, () => lambda.send(new GetFunctionCommand({ FunctionName, Qualifier })));
    await get('a name that cannot be read', 'two words');
    await get('a name that is too long', 'x'.repeat(65));
    await get('two qualifiers', `${prefix}-absent:live`, 'other');
    await get('a function that is not there', `${prefix}-absent`);
    await get('an alias of a function that is not there', `${prefix}-absent`, 'live');
  },
};

/** Each is refused, so that none is made. */
const aliases: Probe = {
  id: 'lambda-alias-latest',
  needs: ['function'],
  run: async ({ clients: { lambda }, names: { functionName: FunctionName }, ask }) => {
    const create = (
      step: string,
      FunctionVersion: string,
      weights?: AliasRoutingConfiguration['AdditionalVersionWeights'],
    ) =>
      ask(step, () =>
        lambda.send(
          new CreateAliasCommand({
            FunctionName,
            Name: 'probe',
            FunctionVersion,
            RoutingConfig: weights && { AdditionalVersionWeights: weights },
          }),
        ),
      );
    await create('a version that is not there', '99');
    await create('a second version that is not there', '1', { 99: 0.1 });
    await create('the same version twice', '1', { 1: 0.1 });
    await create('a weight above one', '1', { 2: 1.5 });
    await create('three versions', '1', { 2: 0.1, 3: 0.1 });
    await create('$LATEST beside another', '$LATEST', { 1: 0.1 });
  },
};

const deleteLatest: Probe = {
  id: 'lambda-delete-latest',
  needs: ['function'],
  run: async ({ clients: { lambda }, names: { functionName: FunctionName }, ask }) => {
    for (const Qualifier of ['$LATEST', '99'])
      await ask(`version ${Qualifier}`, () =>
        lambda.send(new DeleteFunctionCommand({ FunctionName, Qualifier })),
      );
  },
};

const noPayload: Probe = {
  id: 'lambda-no-payload',
  needs: ['function'],
  run: async ({ clients: { lambda }, names: { functionName: FunctionName }, ask }) => {
    await ask('no payload', async () => {
      const { StatusCode, Payload } = await lambda.send(new InvokeCommand({ FunctionName }));
      return { StatusCode, Payload: Payload?.transformToString() };
    });
  },
};

const marker: Probe = {
  id: 'lambda-marker',
  needs: [],
  run: async ({ clients: { lambda }, ask }) => {
    await ask('a marker', () => lambda.send(new ListFunctionsCommand({ Marker: 'nonsense' })));
  },
};

const description: Probe = {
  id: 'lambda-publish-description',
  needs: ['function'],
  run: async ({ clients: { lambda }, names: { functionName: FunctionName }, ask }) => {
    await ask('another description', async () => {
      const { Version } = await lambda.send(
        new PublishVersionCommand({ FunctionName, Description: 'another' }),
      );
      return { Version };
    });
  },
};

/** URLs that nobody but the account's own callers may use, and that go with the function. */
const urlOrder: Probe = {
  id: 'lambda-url-order',
  needs: ['function'],
  run: async ({ clients: { lambda }, names: { functionName: FunctionName }, ask }) => {
    const alias = { FunctionName, Name: 'listed' };
    await lambda.send(new CreateAliasCommand({ ...alias, FunctionVersion: '1' }));
    const urls = [{ FunctionName, Qualifier: alias.Name }, { FunctionName }];
    for (const url of urls)
      await lambda.send(new CreateFunctionUrlConfigCommand({ ...url, AuthType: 'AWS_IAM' }));
    await ask('the ARNs of two URLs', async () => {
      const { FunctionUrlConfigs = [] } = await lambda.send(
        new ListFunctionUrlConfigsCommand({ FunctionName }),
      );
      return { FunctionArns: FunctionUrlConfigs.map(({ FunctionArn }) => FunctionArn) };
    });
    for (const url of urls) await lambda.send(new DeleteFunctionUrlConfigCommand(url));
    await lambda.send(new DeleteAliasCommand(alias));
  },
};

export const lambdaProbes: readonly Probe[] = [
  noPolicy,
  aliasName,
  functionNames,
  aliases,
  deleteLatest,
  noPayload,
  marker,
  description,
  urlOrder,
];
