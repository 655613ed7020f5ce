import fc from 'fast-check';
import { toList, toMask } from '../../../../sandbox/hosts/fake-root/host-files';
import { bootEffects } from '../../../../sandbox/hosts/fake-root/kernel-rules';

const OUT_OF_RANGE = 'Housekeeping: nohz_full= or isolcpus= incorrect CPU range';

it('drops a list with a CPU that is not there whole, as the kernel did with 2 and 4 CPUs', () => {
  expect(bootEffects('quiet isolcpus=2-15 nohz_full=2-15 rcu_nocbs=2-15', 4)).toEqual({
    isolated: '',
    nohzFull: '',
    irqAffinity: [0, 1, 2, 3],
    log: [
      OUT_OF_RANGE,
      OUT_OF_RANGE,
      'rcu: rcu_nocbs= bad CPU range, all CPUs set',
      'rcu: \tOffload RCU callbacks from CPUs: 0-3.',
    ],
  });
});

it('keeps the boot CPU where all are named', () => {
  expect(bootEffects('isolcpus=0-1 nohz_full=0-1', 2)).toMatchObject({
    isolated: '1',
    nohzFull: '1',
    log: [
      'Housekeeping: must include one present CPU, using boot CPU:0',
      'Housekeeping: must include one present CPU, using boot CPU:0',
    ],
  });
});

it('passes over flags, and takes the last of two', () => {
  expect(bootEffects('isolcpus=1 isolcpus=managed_irq,domain,2-3 irqaffinity=0', 4)).toMatchObject({
    isolated: '2-3',
    irqAffinity: [0],
    log: [],
  });
});

it('isolates no CPU that is not there, and never all, whatever stands on the line', () =>
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 64 }),
      fc.array(fc.nat(70), { maxLength: 8 }),
      (count, asked) => {
        const { isolated } = bootEffects(`isolcpus=${asked.join(',')}`, count);
        const cpus =
          isolated === '' ? [] : isolated.split(',').map((part) => part.split('-').map(Number));
        return (
          cpus.flat().every((cpu) => cpu < count) && !(count > 1 && isolated === `0-${count - 1}`)
        );
      },
    ),
  ));

it.each([
  [[], '', '0'],
  [[0], '0', '1'],
  [[1, 2, 3, 8], '1-3,8', '10e'],
  [[0, 32, 63], '0,32,63', '80000001,00000001'],
])('writes %j as a list and as a mask', (cpus, list, mask) => {
  expect([toList(cpus), toMask(cpus)]).toEqual([list, mask]);
});
