import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { strToU8, zipSync } from 'fflate';
import { createSandbox, type Sandbox } from '../../sandbox/cloud';
import { NOON } from './releases';

process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';

const TEMPLATE = 'cloudformation-template-update-stack.json';
export const ACCOUNT = '123456789012';
export const roleArn = (name: string): string => `arn:aws:iam::${ACCOUNT}:role/${name}`;

export interface SmallStack {
  readonly sandbox: Sandbox;
  /** What an SDK client of the operator is constructed with. */
  readonly settings: {
    readonly endpoint: string;
    readonly region: string;
    readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
    readonly maxAttempts: number;
  };
  /** What an SDK client of this role is constructed with. */
  settingsOf(roleName: string): SmallStack['settings'];
  /** Under the clock's hold, as an operator's script: time passes in `sleep` alone. */
  play<Result>(act: (sleep: (ms: number) => Promise<void>) => Promise<Result>): Promise<Result>;
  troubles(): readonly string[];
  /** Who was refused what, by which name. */
  refused(): readonly string[];
  stop(): Promise<void>;
}

/** A sandbox in virtual time with nothing in it but these resources. */
export const startSmallStack = async (
  resources: Readonly<Record<string, object>>,
): Promise<SmallStack> => {
  const packageFolder = await mkdtemp(join(tmpdir(), 'slipway-small-stack-'));
  await writeFile(join(packageFolder, TEMPLATE), JSON.stringify({ Resources: resources }));
  const sandbox = await createSandbox({
    packageFolder,
    port: 0,
    speed: 0,
    seed: 1,
    startEpochMs: NOON,
    channels: [],
  }).finally(() => rm(packageFolder, { recursive: true, force: true }));
  const settings = {
    endpoint: sandbox.url,
    region: 'eu-west-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    maxAttempts: 1,
  };
  const entries = sandbox.journal.entries;
  return {
    sandbox,
    settings,
    settingsOf: (roleName) => {
      const issued = sandbox.ports.identity.credentialsFor(roleArn(roleName), 'session');
      const { AWS_ACCESS_KEY_ID = '', AWS_SECRET_ACCESS_KEY = '', AWS_SESSION_TOKEN = '' } = issued;
      const credentials = {
        accessKeyId: AWS_ACCESS_KEY_ID,
        secretAccessKey: AWS_SECRET_ACCESS_KEY,
        sessionToken: AWS_SESSION_TOKEN,
      };
      return { ...settings, credentials };
    },
    play: (act) => sandbox.clock.hold(() => act((ms) => sandbox.clock.sleep(ms))),
    troubles: () => entries().flatMap((entry) => (entry.kind === 'trouble' ? [entry.message] : [])),
    refused: () =>
      entries().flatMap((entry) =>
        entry.kind === 'call' && /AccessDenied|AuthorizationError/.test(entry.error ?? '')
          ? [`${entry.caller.roleName ?? entry.caller.arn} ${entry.action}`]
          : [],
      ),
    stop: () => sandbox.stop(),
  };
};

/** A role that the service may take on, with what it may do: action to resource. */
export const aRole = (
  name: string,
  service: string,
  allowed: Readonly<Record<string, string | readonly string[]>> = {},
): object => ({
  Type: 'AWS::IAM::Role',
  Properties: {
    RoleName: name,
    AssumeRolePolicyDocument: {
      Statement: { Effect: 'Allow', Principal: { Service: service }, Action: 'sts:AssumeRole' },
    },
    Policies: [
      {
        PolicyName: 'own',
        PolicyDocument: {
          Statement: Object.entries(allowed).map(([Action, Resource]) => ({
            Effect: 'Allow',
            Action,
            Resource,
          })),
        },
      },
    ].filter(({ PolicyDocument }) => PolicyDocument.Statement.length > 0),
  },
});

/** A function of the template, its source inline; `Role` is by name. */
export const aFunction = (
  name: string,
  role: string,
  source: string,
  properties: object = {},
): object => ({
  Type: 'AWS::Lambda::Function',
  Properties: {
    FunctionName: name,
    Role: roleArn(role),
    Runtime: 'nodejs24.x',
    Handler: 'index.handler',
    Timeout: 10,
    Code: { ZipFile: source },
    ...properties,
  },
});

/** A package as CreateFunction takes it. */
export const aPackage = (source: string): Uint8Array =>
  zipSync({ 'index.js': [strToU8(source), { mtime: new Date('2026-01-01T00:00:00Z') }] });
