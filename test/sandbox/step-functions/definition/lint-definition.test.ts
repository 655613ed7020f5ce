import { lintDefinition } from '../../../../sandbox/step-functions/definition/lint-definition';
import { aLine, aMachine } from '../step-functions-sandbox';

const INVOKE = 'arn:aws:states:::lambda:invoke';

describe('lintDefinition', () => {
  const codesOf = (definition: unknown) =>
    lintDefinition(definition).map(({ level, code, where }) => `${level} ${code} ${where}`);
  const task = (overrides: object) => ({
    Type: 'Task',
    Resource: INVOKE,
    Arguments: {},
    ...overrides,
  });
  const callback = `${INVOKE}.waitForTaskToken`;

  it('finds nothing in a machine that keeps the rules', () => {
    const definition = aMachine({
      'Send the command': task({
        Resource: callback,
        HeartbeatSeconds: 60,
        Retry: [{ ErrorEquals: ['Lambda.TooManyRequestsException'] }],
        Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Tell' }],
        Next: 'Done',
      }),
      Tell: task({ TimeoutSeconds: 30, Next: 'Failed' }),
      Failed: { Type: 'Fail', Error: 'CommandFailed' },
      Done: { Type: 'Succeed' },
    });
    expect(codesOf(definition)).toEqual([]);
  });

  it('finds a Task without a time-out', () => {
    expect(codesOf(aLine({ Call: task({}) }))).toEqual(['error TaskWithoutTimeout /States/Call']);
  });

  it('finds a callback without a heartbeat or time-out', () => {
    expect(codesOf(aLine({ Ask: task({ Resource: callback }) }))).toEqual([
      'error CallbackWithoutTimeout /States/Ask',
    ]);
  });

  it('finds a Task without a time-out inside a Map', () => {
    const definition = aLine({
      All: {
        Type: 'Map',
        Items: [1],
        ItemProcessor: { StartAt: 'Call', States: { Call: task({ End: true }) } },
      },
    });
    expect(codesOf(definition)).toEqual([
      'error TaskWithoutTimeout /States/All/ItemProcessor/States/Call',
    ]);
  });

  it('finds a failure path that ends well', () => {
    const definition = aMachine({
      Call: task({
        TimeoutSeconds: 9,
        Catch: [{ ErrorEquals: ['Lost'], Next: 'Tell' }],
        End: true,
      }),
      Tell: { Type: 'Pass', Next: 'Bye' },
      Bye: { Type: 'Succeed' },
    });
    expect(codesOf(definition)).toEqual(['error FailurePathSucceeds /States/Call/Catch[0]/Next']);
  });

  it('lets a failure path lead back to where it can recover', () => {
    const definition = aMachine({
      Call: task({
        TimeoutSeconds: 9,
        Catch: [{ ErrorEquals: ['Lost'], Next: 'Pause' }],
        End: true,
      }),
      Pause: { Type: 'Wait', Seconds: 5, Next: 'Call' },
    });
    expect(codesOf(definition)).toEqual([]);
  });

  it('finds a Fail without a code, and a Retry of everything', () => {
    const definition = aMachine({
      Call: task({
        TimeoutSeconds: 9,
        Retry: [{ ErrorEquals: ['States.ALL'] }],
        Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Stop' }],
        End: true,
      }),
      Stop: { Type: 'Fail' },
    });
    expect(codesOf(definition)).toEqual([
      'warning RetryOfEverything /States/Call/Retry[0]',
      'error FailWithoutError /States/Stop',
    ]);
  });

  it('finds what has an effect in distributed Maps only', () => {
    const definition = aLine({
      All: {
        Type: 'Map',
        Items: [1],
        ToleratedFailureCount: 1,
        ItemProcessor: { StartAt: 'In', States: { In: { Type: 'Succeed' } } },
      },
    });
    expect(codesOf(definition)).toContain('error NeedsDistributedMap /States/All');
  });

  it('finds a machine that never ends', () => {
    const round = { A: { Type: 'Pass', Next: 'B' }, B: { Type: 'Pass', Next: 'A' } };
    expect(codesOf(aMachine(round))).toContain('error MISSING_END_STATE /States');
  });

  it('finds what CreateStateMachine refuses', () => {
    expect(codesOf(aMachine({ A: { Type: 'Pass', Next: 'B' } }))).toEqual([
      'error MISSING_TRANSITION_TARGET /States/A/Next',
    ]);
  });
});
