import { GetRoleCommand, IAMClient } from '@aws-sdk/client-iam';
import { CreateFunctionCommand, InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { aPackage, roleArn, type SmallStack } from '../../../support/small-stack';
import { anIam, allow, refusalOf, trustIn, type IamBench } from './an-iam';

let bench: IamBench;
beforeEach(async () => {
  bench = await anIam();
});
afterEach(() => bench.stack.stop());

describe('a function under a role that a client made', () => {
  const HANDLER = `exports.handler = async () => process.env.AWS_ACCESS_KEY_ID.slice(0, 4);`;
  const createFunction = (settings: SmallStack['settings'], Role: string, name = 'hello') =>
    new LambdaClient(settings).send(
      new CreateFunctionCommand({
        FunctionName: name,
        Role,
        Runtime: 'nodejs24.x',
        Handler: 'index.handler',
        Code: { ZipFile: aPackage(HANDLER) },
      }),
    );

  it('is made and runs where the role trusts Lambda, and not otherwise', async () => {
    // given
    await bench.createRole('hello');
    await bench.createRole('other', { AssumeRolePolicyDocument: trustIn('ec2.amazonaws.com') });

    // when
    await createFunction(bench.stack.settings, roleArn('hello'));
    const { Payload } = await new LambdaClient(bench.stack.settings).send(
      new InvokeCommand({ FunctionName: 'hello' }),
    );

    // then
    expect(Payload?.transformToString()).toBe('"ASIA"');
    expect(await refusalOf(createFunction(bench.stack.settings, roleArn('other'), 'two'))).toMatch(
      /^InvalidParameterValueException/,
    );
  });

  it('is made by whom IAM lets pass the role', async () => {
    // given
    await bench.createRole('passed');
    await bench.createRole('deployer');
    await bench.putPolicy('deployer', 'lambda', allow('lambda:*', '*'));
    const deployer = bench.stack.settingsOf('deployer');

    // when, then
    expect(await refusalOf(createFunction(deployer, roleArn('passed')))).toMatch(
      /^AccessDeniedException: .*iam:PassRole/,
    );
    await bench.putPolicy('deployer', 'pass', allow('iam:PassRole', roleArn('passed')));
    expect(await refusalOf(createFunction(deployer, roleArn('passed')))).toBe('not refused');
  });

  it('asks IAM nothing that its role does not say', async () => {
    // given
    await bench.createRole('hello');
    const asHello = new IAMClient(bench.stack.settingsOf('hello'));
    const get = () => asHello.send(new GetRoleCommand({ RoleName: 'hello' }));

    // then
    expect(await refusalOf(get())).toMatch(
      /^AccessDenied: .*iam:GetRole on resource: .*role\/hello/,
    );
    await bench.putPolicy('hello', 'self', allow('iam:GetRole', roleArn('hello')));
    expect(await refusalOf(get())).toBe('not refused');
  });
});
