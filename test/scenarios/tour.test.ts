import { tour } from '../../sandbox/stories/tour';
import { startScenario } from '../support/sandbox';

it('plays the tour as it should end', async () => {
  const { sandbox, play, stop } = await startScenario();
  try {
    await play((stage) => tour.play(stage));
    const ended = await sandbox.snapshot();
    expect(tour.faults(ended)).toEqual([]);
    expect(ended.releases.map(({ status, outcome }) => `${status} ${outcome}`)).toEqual([
      'Succeeded passed',
      'Failed failed',
    ]);
    expect(sandbox.journal.entries().filter((entry) => entry.kind === 'trouble')).toEqual([]);
  } finally {
    await stop();
  }
});
