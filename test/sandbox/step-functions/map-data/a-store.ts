import { isJsonObject, type Json, type JsonObject } from '../../../../sandbox/step-functions/json';
import { StateFailure } from '../../../../sandbox/step-functions/engine/failure';
import type { TaskRunner } from '../../../../sandbox/step-functions/tasks/task-runner';
import { aLine } from '../step-functions-sandbox';

export interface AStore {
  readonly files: Map<string, string>;
  /** Every call: operation, arguments and role. */
  readonly calls: readonly {
    readonly operation: string;
    readonly given: JsonObject;
    readonly role: string;
  }[];
  readonly runTask: TaskRunner;
}

const textOf = (value: Json | undefined): string => (typeof value === 'string' ? value : '');

/** S3 as tasks see it: one bucket, two objects to a page, and what a test wants refused. */
export const aStore = (
  files: Readonly<Record<string, string>> = {},
  refused: Readonly<Record<string, string>> = {},
): AStore => {
  const held = new Map(Object.entries(files));
  const calls: { operation: string; given: JsonObject; role: string }[] = [];
  const answers: Readonly<Record<string, (given: JsonObject) => Json>> = {
    getObject: ({ Key }) => {
      const Body = held.get(textOf(Key));
      if (Body === undefined)
        throw new StateFailure('S3.NoSuchKeyException', 'The specified key does not exist.');
      return { Body };
    },
    putObject: ({ Key, Body }) => {
      held.set(textOf(Key), textOf(Body));
      return {};
    },
    listObjectsV2: ({ Prefix, ContinuationToken }) => {
      const keys = [...held.keys()].filter((key) => key.startsWith(textOf(Prefix)));
      const from = Number(ContinuationToken ?? 0);
      const Contents = keys.slice(from, from + 2).map((Key) => ({
        ...{ Key, ETag: '"e"', Size: held.get(Key)?.length ?? 0, StorageClass: 'STANDARD' },
        LastModified: '2026-11-21T12:00:00.500Z',
      }));
      const more = from + 2 < keys.length;
      return { Contents, ...(more && { NextContinuationToken: String(from + 2) }) };
    },
  };
  return {
    files: held,
    calls,
    runTask: async ({ resource, arguments: given, executionRoleArn }) => {
      const operation = resource.replace('arn:aws:states:::aws-sdk:s3:', '');
      const input = isJsonObject(given) ? given : {};
      calls.push({ operation, given: input, role: executionRoleArn });
      const why = refused[operation];
      if (why !== undefined) throw new StateFailure('S3.S3Exception', why);
      const answer = answers[operation];
      if (answer === undefined) throw new Error(`${resource} is no call of a Map.`);
      return answer(input);
    },
  };
};

/** One distributed Map whose children give back what they are given, but fail for `fail`. */
export const aMap = (overrides: object): object =>
  aLine({
    Map: {
      Type: 'Map',
      ItemProcessor: {
        ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
        StartAt: 'Good?',
        States: {
          'Good?': {
            Type: 'Choice',
            Choices: [{ Condition: "{% $states.input = 'fail' %}", Next: 'Bad' }],
            Default: 'Good',
          },
          Good: { Type: 'Pass', End: true },
          Bad: { Type: 'Fail', Error: 'Bad', Cause: 'It was to fail.' },
        },
      },
      ...overrides,
    },
  });
