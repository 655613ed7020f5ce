import { readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { unzipSync } from 'fflate';
import { parse } from 'yaml';
import { hooksOf } from '../../domain/releases/gates';
import { packageStack } from '../../scripts/package.mjs';
import type { Template, TemplateEdit } from '../support/edited-package';
import { functionRolesOf, readPackagedTemplate } from '../support/packaged-roles';
import { changed, listOf, type Resource, resourcesOf, valueAt } from '../support/template-values';

const root = resolve(__dirname, '../..');
const read = (path: string): string => readFileSync(join(root, path), 'utf8');

const FUNCTION = 'AWS::Lambda::Function';
const ASYNC = 'AWS::Lambda::EventInvokeConfig';
const SOURCE = 'AWS::Lambda::EventSourceMapping';
const QUEUE = 'AWS::SQS::Queue';
const TABLE = 'AWS::DynamoDB::Table';
const RULE = 'AWS::Events::Rule';
const ROLE = 'AWS::IAM::Role';
const ALARM = 'AWS::CloudWatch::Alarm';

let template: Template;
beforeAll(async () => {
  template = await readPackagedTemplate();
}, 120_000);

interface Rule {
  readonly rule: string;
  /** The logical ids of what breaks it. */
  readonly breaks: (template: Template) => readonly string[];
  /** What a template that breaks it looks like. */
  readonly broken: TemplateEdit;
}

const each = (type: string, isRight: (it: Resource, template: Template) => boolean) => {
  return (given: Template): readonly string[] =>
    resourcesOf(given, type)
      .filter((it) => !isRight(it, given))
      .map(({ id }) => id);
};
const inProperties = (...path: readonly string[]) => ['Properties', ...path];
const isNumber = (value: unknown): boolean => typeof value === 'number';

/** Functions whose caller waits for what they return, and knows that they failed. */
const ASKED_AND_ANSWERING = [
  'ProbeLambdaFunction',
  'ContinueValidationLambdaFunction',
  'EcsHookLambdaFunction',
  'SlackIngressLambdaFunction',
];
/** Their events carry credentials, which are kept nowhere; what waits for them has a time of its own. */
const WITH_CREDENTIALS = ['PipelineCheckLambdaFunction'];

const FUNCTIONS: readonly Rule[] = [
  {
    rule: 'every function says how long it may take',
    breaks: each(FUNCTION, (it) => isNumber(it.at('Properties', 'Timeout'))),
    broken: changed(FUNCTION, inProperties('Timeout'), undefined),
  },
  {
    rule: 'every function says how much memory it has',
    breaks: each(FUNCTION, (it) => isNumber(it.at('Properties', 'MemorySize'))),
    broken: changed(FUNCTION, inProperties('MemorySize'), undefined),
  },
  {
    rule: 'every function is traced',
    breaks: each(FUNCTION, (it) => it.at('Properties', 'TracingConfig', 'Mode') === 'Active'),
    broken: changed(FUNCTION, inProperties('TracingConfig', 'Mode'), 'PassThrough'),
  },
  {
    rule: 'every function runs on Node.js 24, on arm64',
    breaks: each(
      FUNCTION,
      (it) =>
        it.at('Properties', 'Runtime') === 'nodejs24.x' &&
        it.at('Properties', 'Architectures', 0) === 'arm64',
    ),
    broken: changed(FUNCTION, inProperties('Runtime'), 'nodejs20.x'),
  },
  {
    rule: 'every function has a role that no other has',
    breaks: each(FUNCTION, (it, given) => {
      const role = it.refersTo('Properties', 'Role');
      const sharers = resourcesOf(given, FUNCTION).filter(
        (other) => other.refersTo('Properties', 'Role') === role,
      );
      return role !== undefined && sharers.length === 1;
    }),
    broken: changed(FUNCTION, inProperties('Role'), {
      'Fn::GetAtt': ['SlackPublisherRole', 'Arn'],
    }),
  },
  {
    rule: 'every function has a log group that forgets',
    breaks: each(FUNCTION, (it, given) =>
      resourcesOf(given, 'AWS::Logs::LogGroup').some(
        (group) =>
          group.at('Properties', 'LogGroupName') ===
            `/aws/lambda/${String(it.at('Properties', 'FunctionName'))}` &&
          isNumber(group.at('Properties', 'RetentionInDays')),
      ),
    ),
    broken: changed('AWS::Logs::LogGroup', inProperties('RetentionInDays'), undefined),
  },
  {
    rule: 'every function that no queue feeds keeps the events that it failed on',
    breaks: each(FUNCTION, ({ id }, given) => {
      if (ASKED_AND_ANSWERING.includes(id) || WITH_CREDENTIALS.includes(id)) return true;
      const isOf = (it: Resource): boolean => it.refersTo('Properties', 'FunctionName') === id;
      const kept = ['Properties', 'DestinationConfig', 'OnFailure', 'Destination'];
      return (
        resourcesOf(given, SOURCE).some(isOf) ||
        resourcesOf(given, ASYNC).some((it) => isOf(it) && it.refersTo(...kept) !== undefined)
      );
    }),
    broken: changed(ASYNC, inProperties('DestinationConfig', 'OnFailure'), undefined),
  },
  {
    rule: 'no function keeps events that carry credentials',
    breaks: each(ASYNC, (it) => {
      const id = it.refersTo('Properties', 'FunctionName') ?? '';
      const kept = it.at('Properties', 'DestinationConfig', 'OnFailure');
      return !WITH_CREDENTIALS.includes(id) || kept === undefined;
    }),
    broken: changed(ASYNC, inProperties('FunctionName'), { Ref: 'PipelineCheckLambdaFunction' }),
  },
];

/** Where something ends that could not be delivered: queues by their logical id. */
const deadLetterQueuesOf = (given: Template): ReadonlySet<string | undefined> =>
  new Set([
    ...resourcesOf(given, QUEUE).map((it) =>
      it.refersTo('Properties', 'RedrivePolicy', 'deadLetterTargetArn'),
    ),
    ...resourcesOf(given, RULE).map((it) =>
      it.refersTo('Properties', 'Targets', 0, 'DeadLetterConfig', 'Arn'),
    ),
    ...resourcesOf(given, ASYNC).map((it) =>
      it.refersTo('Properties', 'DestinationConfig', 'OnFailure', 'Destination'),
    ),
  ]);

const isFarAheadOfItsFunction = (queue: Resource, given: Template): boolean =>
  resourcesOf(given, SOURCE)
    .filter((source) => source.refersTo('Properties', 'EventSourceArn') === queue.id)
    .every((source) => {
      const fed = source.refersTo('Properties', 'FunctionName') ?? '';
      const timeoutSec = Number(valueAt(given.Resources[fed], ['Properties', 'Timeout']));
      return Number(queue.at('Properties', 'VisibilityTimeout') ?? 30) >= 6 * timeoutSec;
    });

const DELIVERY: readonly Rule[] = [
  {
    rule: 'every target of a rule has a queue for what cannot be delivered to it',
    breaks: each(RULE, (it) => {
      const targets = listOf(it.at('Properties', 'Targets'));
      return (
        targets.length > 0 &&
        targets.every((_, index) => {
          const path = ['Properties', 'Targets', index, 'DeadLetterConfig', 'Arn'] as const;
          return it.refersTo(...path) !== undefined;
        })
      );
    }),
    broken: changed(RULE, inProperties('Targets', '0', 'DeadLetterConfig'), undefined),
  },
  {
    rule: 'every queue has a dead-letter queue, or is one',
    breaks: each(
      QUEUE,
      (it, given) =>
        it.at('Properties', 'RedrivePolicy', 'deadLetterTargetArn') !== undefined ||
        deadLetterQueuesOf(given).has(it.id),
    ),
    broken: changed(QUEUE, inProperties('RedrivePolicy'), undefined),
  },
  {
    rule: 'every dead-letter queue keeps what it holds for fourteen days',
    breaks: each(
      QUEUE,
      (it, given) =>
        !deadLetterQueuesOf(given).has(it.id) ||
        it.at('Properties', 'MessageRetentionPeriod') === 14 * 86_400,
    ),
    broken: (given) => {
      const [queue] = resourcesOf(given, QUEUE);
      const arn = { 'Fn::GetAtt': [queue?.id, 'Arn'] };
      return changed(RULE, inProperties('Targets', '0', 'DeadLetterConfig', 'Arn'), arn)(given);
    },
  },
  {
    rule: 'every dead-letter queue pages somebody',
    breaks: each(
      QUEUE,
      (it, given) =>
        !deadLetterQueuesOf(given).has(it.id) ||
        resourcesOf(given, ALARM).some(
          (alarm) =>
            alarm.refersTo('Properties', 'Dimensions', 0, 'Value') === it.id &&
            alarm.refersTo('Properties', 'AlarmActions', 0) === 'PagesTopic',
        ),
    ),
    broken: changed(ALARM, inProperties('AlarmActions'), []),
  },
  {
    rule: 'every queue hides its messages six times as long as its function may take',
    breaks: each(QUEUE, isFarAheadOfItsFunction),
    broken: changed(QUEUE, inProperties('VisibilityTimeout'), 89),
  },
];

/** Everything that is said anywhere in the template. */
const keysIn = (value: unknown): readonly string[] =>
  typeof value === 'object' && value !== null
    ? Object.entries(value).flatMap(([key, member]) => [key, ...keysIn(member)])
    : [];

const KEEPING: readonly Rule[] = [
  {
    rule: 'every queue is encrypted',
    breaks: each(QUEUE, (it) => it.at('Properties', 'SqsManagedSseEnabled') === true),
    broken: changed(QUEUE, inProperties('SqsManagedSseEnabled'), false),
  },
  {
    rule: 'every table is encrypted',
    breaks: each(TABLE, (it) => it.at('Properties', 'SSESpecification', 'SSEEnabled') === true),
    broken: changed(TABLE, inProperties('SSESpecification', 'SSEEnabled'), false),
  },
  {
    rule: 'every table can be brought back as it was at any moment',
    breaks: each(
      TABLE,
      (it) =>
        it.at('Properties', 'PointInTimeRecoverySpecification', 'PointInTimeRecoveryEnabled') ===
        true,
    ),
    broken: changed(TABLE, inProperties('PointInTimeRecoverySpecification'), undefined),
  },
  {
    rule: 'every table outlives the stack',
    breaks: each(
      TABLE,
      (it) => it.at('DeletionPolicy') === 'Retain' && it.at('UpdateReplacePolicy') === 'Retain',
    ),
    broken: changed(TABLE, ['UpdateReplacePolicy'], 'Delete'),
  },
  {
    rule: 'no policy allows all but what it names',
    breaks: (given) =>
      Object.entries(given.Resources).flatMap(([id, resource]) =>
        keysIn(resource).some((key) => ['NotAction', 'NotResource', 'NotPrincipal'].includes(key))
          ? [id]
          : [],
      ),
    broken: changed(ROLE, inProperties('Policies', '0', 'PolicyDocument', 'Statement'), [
      { Effect: 'Allow', NotAction: ['iam:*'], Resource: '*' },
    ]),
  },
  {
    rule: 'no role hands on whatever role it likes',
    breaks: each(ROLE, (it) =>
      listOf(it.at('Properties', 'Policies'))
        .flatMap((policy) => listOf(valueAt(policy, ['PolicyDocument', 'Statement'])))
        .every(
          (statement) =>
            !listOf(valueAt(statement, ['Action'])).some((action) =>
              ['*', 'iam:*', 'iam:PassRole'].includes(String(action)),
            ) || !listOf(valueAt(statement, ['Resource'])).includes('*'),
        ),
    ),
    broken: changed(ROLE, inProperties('Policies', '0', 'PolicyDocument', 'Statement'), [
      { Effect: 'Allow', Action: ['iam:PassRole'], Resource: '*' },
    ]),
  },
];

describe.each([
  ['functions', FUNCTIONS],
  ['delivery', DELIVERY],
  ['what is kept and who may', KEEPING],
])('rules of %s', (_, rules) => {
  it.each(rules)('$rule', ({ breaks }) => {
    expect(breaks(template)).toEqual([]);
  });

  it.each(rules)('a template is found in which it is not so that $rule', ({ breaks, broken }) => {
    expect(breaks(broken(template))).not.toEqual([]);
  });
});

describe('the hooks', () => {
  it("are named so that CodeDeploy's own roles may invoke them, one for each lifecycle event", () => {
    const events = resourcesOf(template, FUNCTION).flatMap((it) => {
      const event = it.at('Properties', 'Environment', 'Variables', 'LIFECYCLE_EVENT');
      return event === undefined ? [] : [[event, it.at('Properties', 'FunctionName')]];
    });
    const named = hooksOf('hook').map((hook) => [hook, `CodeDeployHook_slipway-dev-${hook}`]);
    expect(events.toSorted()).toEqual(named.toSorted());
  });

  it('alone have that name', () => {
    const names = functionRolesOf(template).map(({ functionName }) => functionName);
    expect(names.filter((name) => name.startsWith('CodeDeployHook_'))).toHaveLength(
      hooksOf('hook').length,
    );
  });
});

it('every pattern of events/ is that of one rule, and every rule has one from there', () => {
  const rules = resourcesOf(template, RULE)
    .map((it) => it.at('Properties', 'EventPattern'))
    .filter((pattern) => pattern !== undefined);
  const patterns = readdirSync(join(root, 'events')).flatMap((event) =>
    readdirSync(join(root, 'events', event))
      .filter((file) => file.endsWith('pattern.yml'))
      .map((file) => parse(read(`events/${event}/${file}`))),
  );
  const texts = (some: readonly unknown[]) => some.map((it) => JSON.stringify(it)).toSorted();
  expect(patterns.length).toBeGreaterThan(2);
  expect(texts(rules)).toEqual(texts(patterns));
});

it('the description of the stack fits on a few screens', () => {
  expect(read('serverless.yml').trimEnd().split('\n').length).toBeLessThanOrEqual(120);
});

it('the bundle of the hooks is at most 750 kB, so that they start fast', async () => {
  const { folder, templatePath } = await packageStack();
  expect(dirname(templatePath)).toBe(folder);
  const [hook] = resourcesOf(template, FUNCTION).filter((it) =>
    String(it.at('Properties', 'Handler')).includes('lifecycle-hook'),
  );
  const key = basename(String(hook?.at('Properties', 'Code', 'S3Key')));
  const files = Object.entries(unzipSync(readFileSync(join(folder, key))));
  expect(files.map(([name]) => name)).toEqual(['functions/lifecycle-hook/index.js']);
  expect(files.reduce((sum, [, content]) => sum + content.byteLength, 0)).toBeLessThanOrEqual(
    750_000,
  );
});
