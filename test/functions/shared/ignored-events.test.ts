import { createIgnoredEvents } from '../../../functions/shared/ignored-events';

it('counts each ignored event at once, by its reason', () => {
  // given
  const lines: string[] = [];
  const write = jest.spyOn(process.stdout, 'write').mockImplementation((line) => {
    lines.push(String(line));
    return true;
  });

  // when
  const ignoredEvents = createIgnoredEvents();
  ignoredEvents.count('OutOfScope');
  ignoredEvents.count('UnknownShape');
  write.mockRestore();

  // then
  const told = lines.map((line): { reason?: string; _aws?: object } => JSON.parse(line));
  expect(told).toEqual([
    expect.objectContaining({ reason: 'OutOfScope', IgnoredEvents: 1 }),
    expect.objectContaining({ reason: 'UnknownShape', IgnoredEvents: 1 }),
  ]);
  expect(told[0]?._aws).toMatchObject({
    CloudWatchMetrics: [
      {
        Namespace: 'Slipway',
        Dimensions: [['service', 'reason']],
        Metrics: [{ Name: 'IgnoredEvents', Unit: 'Count' }],
      },
    ],
  });
});
