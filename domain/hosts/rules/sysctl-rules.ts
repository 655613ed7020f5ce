import { isKernelAtLeast } from '../facts';
import type { Host } from '../host';
import type { Setting } from '../profile';
import { always, forLatency, is, ofSysctl, type Rule } from './rule';

const THROTTLE = ['kernel.sched_rt_runtime_us'];
const BUFFERS = [
  'net.core.rmem_max',
  'net.core.wmem_max',
  'net.ipv4.tcp_rmem',
  'net.ipv4.tcp_wmem',
];

const isRealTimeAndIsolated = ({ facts, division }: Host): boolean =>
  facts.kernel?.preemptRt === true &&
  division !== undefined &&
  division.isolated.length > 0 &&
  division.housekeeping.length > 0;

/** Of every period, all: -1, or as much as the period is long (1 s where the profile does not set it). */
const endsThrottling = (value: string, { profile }: Host): boolean => {
  const period = profile.settings.find(
    (it) => it.layer === 'sysctl' && it.key === 'kernel.sched_rt_period_us',
  );
  const periodUs = period?.layer === 'sysctl' ? Number(period.value) : 1_000_000;
  return Number(value) < 0 || Number(value) >= periodUs;
};

const enablesStalld = (setting: Setting): boolean =>
  setting.layer === 'service' && setting.unit === 'stalld.service' && setting.state === 'enabled';

/** Kernels from 6.12 serve starved tasks by themselves (fair server); before that, stalld does. */
const hasStarvationGuard = ({ facts, profile }: Host): boolean =>
  (facts.units?.includes('stalld.service') === true && profile.settings.some(enablesStalld)) ||
  (facts.kernel !== undefined && isKernelAtLeast(facts.kernel.release, '6.12'));

export const SYSCTL_RULES: readonly Rule[] = [
  {
    code: 'NoThrottlingNoIsolation',
    severity: 'impossible',
    objection: ofSysctl(
      THROTTLE,
      (value, host) => endsThrottling(value, host) && !isRealTimeAndIsolated(host),
      'kernel.sched_rt_runtime_us=-1, or all of the period, lets a real-time task take a CPU for ever. It needs a PREEMPT_RT kernel that runs, a CPU that is isolated and one that keeps house; here it can hang the host.',
    ),
  },
  {
    code: 'NoStarvationGuard',
    severity: 'dangerous',
    objection: ofSysctl(
      THROTTLE,
      (value, host) =>
        endsThrottling(value, host) && isRealTimeAndIsolated(host) && !hasStarvationGuard(host),
      'kernel.sched_rt_runtime_us=-1, or all of the period, without a guard starves kernel threads behind a busy real-time task: install and enable stalld, or run a kernel of 6.12 or later.',
    ),
  },
  {
    code: 'NoThrottling',
    severity: 'contested',
    objection: ofSysctl(
      THROTTLE,
      endsThrottling,
      'kernel.sched_rt_runtime_us=-1, or all of the period, is right only where no real-time task polls without end.',
    ),
  },
  {
    code: 'TimestampsOff',
    severity: 'contested',
    objection: ofSysctl(
      ['net.ipv4.tcp_timestamps'],
      is('0'),
      'Without TCP timestamps there is no protection against wrapped sequence numbers (4 GiB wrap in 0.34 s at 100 Gb/s), and round trips are measured worse.',
    ),
  },
  {
    code: 'SelectiveAcksOff',
    severity: 'contested',
    objection: ofSysctl(
      ['net.ipv4.tcp_sack'],
      is('0'),
      'Without selective acknowledgements one lost packet costs more retransmissions: a longer tail.',
    ),
  },
  {
    code: 'LongBacklog',
    severity: 'contested',
    objection: ofSysctl(
      ['net.core.netdev_max_backlog'],
      forLatency,
      'The backlog serves packet steering and devices without NAPI alone; a longer queue is a longer tail.',
    ),
  },
  {
    code: 'BigSocketBuffers',
    severity: 'contested',
    objection: ofSysctl(
      BUFFERS,
      forLatency,
      'Big socket buffers are for throughput; where latency counts they hide queueing.',
    ),
  },
  {
    code: 'NoEffect',
    severity: 'contested',
    objection: ofSysctl(
      ['kernel.sched_rt_period_us'],
      is('1000000'),
      'That is the value that every kernel starts with.',
    ),
  },
  {
    code: 'NotForLatency',
    severity: 'contested',
    objection: ofSysctl(
      ['vm.max_map_count'],
      always,
      'The number of mappings is for applications that ask for it; no latency depends on it.',
    ),
  },
];
