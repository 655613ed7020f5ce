import {
  CreateStateMachineCommand,
  DeleteStateMachineCommand,
  DescribeMapRunCommand,
  ListMapRunsCommand,
  StartExecutionCommand,
  ValidateStateMachineDefinitionCommand,
} from '@aws-sdk/client-sfn';
import { arnsOf, type Probe, type ProbeContext } from '../probe';
import { askState, makeMachine, MAKES, task } from '../run-machine';
import { takeMessages } from '../queue-messages';
import { tellQueue } from '../tell-queue';
import { until } from '../until';

const pass = (Output: unknown): object => ({ Type: 'Pass', Output });

const definitions: Probe = {
  id: 'states-definition-sentences',
  needs: [],
  run: async ({ clients: { states }, names, place, ask }) => {
    const stateMachineArn = arnsOf(names, place).machine('absent');
    await ask('to delete a machine that is not there', () =>
      states.send(new DeleteStateMachineCommand({ stateMachineArn })),
    );
    const one = (state: object): object => ({
      QueryLanguage: 'JSONata',
      StartAt: 'Go',
      States: { Go: state },
    });
    const wrong: Readonly<Record<string, string>> = {
      'no JSON': '{',
      'no states': JSON.stringify({ QueryLanguage: 'JSONata', StartAt: 'Go', States: {} }),
      'a start that is no state': JSON.stringify({ ...one({ Type: 'Succeed' }), StartAt: 'Gone' }),
      'a type that is none': JSON.stringify(one({ Type: 'Leap', End: true })),
      'neither Next nor End': JSON.stringify(one({ Type: 'Pass' })),
      'a Next that is no state': JSON.stringify(one({ Type: 'Pass', Next: 'Gone' })),
      'a field of JSONPath': JSON.stringify(one({ Type: 'Pass', ResultPath: '$.x', End: true })),
      'States.ALL beside another': JSON.stringify(
        one({
          Type: 'Task',
          Resource: 'arn:aws:states:::lambda:invoke',
          Arguments: { FunctionName: 'none' },
          Retry: [{ ErrorEquals: ['States.ALL', 'Other'] }],
          End: true,
        }),
      ),
      'a time-out of zero': JSON.stringify(
        one({
          Type: 'Task',
          Resource: 'arn:aws:states:::lambda:invoke',
          Arguments: { FunctionName: 'none' },
          TimeoutSeconds: 0,
          End: true,
        }),
      ),
      'a wait for nothing': JSON.stringify(one({ Type: 'Wait', End: true })),
      'no type': JSON.stringify(one({ End: true })),
      'a field that there is not': JSON.stringify(one({ Type: 'Pass', Leap: 1, End: true })),
      'a field of a wrong type': JSON.stringify(one({ Type: 'Pass', End: 'yes' })),
      'a wait below zero': JSON.stringify(one({ Type: 'Wait', Seconds: -1, End: true })),
      'an expression that does not parse': JSON.stringify(
        one({ Type: 'Pass', Output: '{% ( %}', End: true }),
      ),
    };
    for (const [step, definition] of Object.entries(wrong))
      await ask(step, async () => {
        const { result, diagnostics } = await states.send(
          new ValidateStateMachineDefinitionCommand({ definition }),
        );
        return { result, diagnostics };
      });
  },
};

const states: Probe = {
  id: 'states-failures',
  needs: ['statesRole'],
  makes: MAKES,
  run: async (context) => {
    await askState(context, 'a payload too large', pass("{% $pad('', 270000, 'x') %}"));
    const tooLarge = "{% $pad('', 270000, 'x') %}";
    await askState(context, 'too large a variable', { Type: 'Pass', Assign: { large: tooLarge } });
    const timeOut = { TimeoutSeconds: '{% 0 %}' };
    await askState(
      context,
      'a computed time-out of zero',
      task('aws-sdk:sts:getCallerIdentity', {}, timeOut),
    );
    await askState(context, 'an expression that fails', pass("{% $number('x') %}"));
    await askState(context, 'an expression without a result', pass('{% $states.input.none %}'));
    await askState(
      context,
      'no choice',
      { Type: 'Choice', End: undefined, Choices: [{ Condition: '{% false %}', Next: 'Done' }] },
      { Done: { Type: 'Succeed' } },
    );
    await askState(context, 'seconds below zero', { Type: 'Wait', Seconds: '{% 0 - 1 %}' });
    await askState(context, 'seconds that are no number', {
      Type: 'Wait',
      Seconds: "{% 'soon' %}",
    });
    await askState(context, 'a concurrency that is no whole number', {
      Type: 'Map',
      Items: [1],
      MaxConcurrency: '{% 1.5 %}',
      ItemProcessor: { StartAt: 'Each', States: { Each: { Type: 'Pass', End: true } } },
    });
  },
};

const seeded: Probe = {
  id: 'states-seeded-random',
  needs: ['statesRole'],
  makes: MAKES,
  run: (context) =>
    askState(context, 'random with a seed', pass(['{% $random(1) %}', '{% $random(42) %}'])),
};

const child = (state: object): object => ({ StartAt: 'Each', States: { Each: state } });

const mapRuns: Probe = {
  id: 'states-map-runs',
  needs: ['queue', 'statesRole'],
  makes: [...MAKES, 'a rule for their events'],
  run: async (context) => {
    const fails = "{% $states.input = 2 ? $error('no') : $states.input %}";
    const map = {
      Type: 'Map',
      Items: [1, 2, 3],
      Label: 'Children',
      ToleratedFailureCount: 1,
      ItemProcessor: {
        ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
        ...child({ ...pass(fails), End: true }),
      },
    };
    await tellQueue(context, { source: ['aws.states'], detail: { name: [{ exists: true }] } });
    await askState(context, 'a child that fails', map);
    await context.wait(15_000);
    const told = await takeMessages(context);
    await context.ask('events of it and of its children', async () => ({
      count: told.filter((it) => JSON.stringify(it).includes('a-child-that-fails')).length,
    }));
    const ItemProcessor = {
      ...map.ItemProcessor,
      ...child({ Type: 'Wait', Seconds: 20, End: true }),
    };
    const slow = { ...map, MaxConcurrency: 1, ItemProcessor, End: true };
    await countsWhileRunning(context, slow);
  },
};

/** One child runs, two have not been started. */
const countsWhileRunning = async (context: ProbeContext, Ask: object): Promise<void> => {
  const { clients, ask, wait } = context;
  const arn = await makeMachine(context, 'counts', { StartAt: 'Ask', States: { Ask } });
  const { executionArn } = await clients.states.send(
    new StartExecutionCommand({ stateMachineArn: arn, input: '{}' }),
  );
  const mapRunArn = await until(context, 'the Map Run starts', async () => {
    const { mapRuns: runs } = await clients.states.send(new ListMapRunsCommand({ executionArn }));
    return runs?.[0]?.mapRunArn;
  });
  await wait(5_000);
  await ask('counts of executions while one runs', async () => {
    const run = await clients.states.send(new DescribeMapRunCommand({ mapRunArn }));
    return { executionCounts: run.executionCounts, itemCounts: run.itemCounts };
  });
};

const sync: Probe = {
  id: 'states-sync-result',
  needs: ['statesRole'],
  makes: MAKES,
  run: async (context) => {
    const inner = await makeMachine(context, 'inner', {
      StartAt: 'Go',
      States: { Go: { Type: 'Succeed', Output: { done: true } } },
    });
    const start = { StateMachineArn: inner, Input: {} };
    const kinds = '{% $merge($each($states.result, function($v, $k) { { $k: $type($v) } })) %}';
    await askState(
      context,
      'members of the result',
      task('states:startExecution.sync:2', start, { Output: kinds }),
    );
  },
};

const roles: Probe = {
  id: 'states-role-sentences',
  needs: ['statesRole', 'lambdaRole'],
  run: async ({ clients: { states: client }, names, place, ask }) => {
    const arns = arnsOf(names, place);
    const stateMachineArn = arns.machine('refused');
    const create = (step: string, roleArn: string) =>
      ask(
        step,
        () =>
          client.send(
            new CreateStateMachineCommand({
              name: `${names.prefix}-refused`,
              definition: JSON.stringify({
                QueryLanguage: 'JSONata',
                StartAt: 'Go',
                States: { Go: { Type: 'Succeed' } },
              }),
              roleArn,
            }),
          ),
        () => client.send(new DeleteStateMachineCommand({ stateMachineArn })),
      );
    await create('a role that trusts another', arns.lambdaRole);
    await create('an ARN that is of no role', 'arn:aws:iam::none');
  },
};

export const stateMachineProbes: readonly Probe[] = [
  definitions,
  states,
  seeded,
  mapRuns,
  sync,
  roles,
];
