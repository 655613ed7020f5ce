import { always, is, ofParameter, ofWords, type Rule } from './rule';

/** Each of them takes one of the kernel's mitigations away. */
const NO_MITIGATIONS = [
  'mitigations=off',
  'l1tf=off',
  'mds=off',
  'mmio_stale_data=off',
  'nopti',
  'nospec_store_bypass_disable',
  'nospectre_bhb',
  'nospectre_v1',
  'nospectre_v2',
  'pti=off',
  'retbleed=off',
  'spec_store_bypass_disable=off',
  'spectre_v2=off',
  'srbds=off',
  'tsx_async_abort=off',
];

/** Kernel parameters that are widely copied, and what is to be said of them. */
export const BOOT_RULES: readonly Rule[] = [
  {
    code: 'MachineCheckOff',
    severity: 'dangerous',
    objection: ofWords(
      ['mce=off', 'nomce'],
      (word) =>
        `${word} takes away the handling of uncorrected memory errors: a broken DIMM would go unnoticed. To silence corrected ones, set ignore_ce instead.`,
    ),
  },
  {
    code: 'MitigationsOff',
    severity: 'dangerous',
    objection: ofWords(
      NO_MITIGATIONS,
      (word) => `${word} opens the host to known attacks through its CPUs.`,
    ),
  },
  {
    code: 'IdlePoll',
    severity: 'dangerous',
    objection: ofWords(
      ['idle=poll', 'nohlt'],
      (word) =>
        `${word} never lets a CPU rest: it starves the SMT sibling, and on a virtual machine the neighbours.`,
    ),
  },
  {
    code: 'ChangesCpus',
    severity: 'dangerous',
    objection: ofWords(
      ['maxcpus=', 'nosmp', 'nosmt', 'nosmt=', 'nr_cpus=', 'possible_cpus='],
      (word) =>
        `${word} changes which CPUs there are, and every list of CPUs in this plan is made of those that are online now: the kernel drops a list with a CPU that it does not know.`,
    ),
  },
  {
    code: 'DecidesTheBoot',
    severity: 'impossible',
    objection: ofWords(
      ['init=', 'initrd=', 'rdinit=', 'root=', 'rootfstype='],
      (word) =>
        `${word} decides whether the host boots at all, and a host that does not come back cannot be put right from here.`,
    ),
  },
  {
    code: 'AuditOff',
    severity: 'contested',
    objection: ofParameter('audit', is('0'), 'audit=0 ends the audit trail of the host.'),
  },
  {
    code: 'CallbackPolling',
    severity: 'contested',
    objection: ofParameter(
      'rcu_nocb_poll',
      always,
      'rcu_nocb_poll makes the offload threads poll, which burns the housekeeping CPUs; no tuning profile of a distribution uses it.',
    ),
  },
  {
    code: 'IntelPstateOff',
    severity: 'contested',
    objection: ofParameter(
      'intel_pstate',
      is('disable'),
      'intel_pstate=disable hands frequencies to acpi-cpufreq, which may choose worse; the governor performance needs no reboot.',
    ),
  },
  {
    code: 'ProcessorMaxCstateZero',
    severity: 'contested',
    objection: ofParameter(
      'processor.max_cstate',
      is('0'),
      'No tuning profile uses processor.max_cstate=0: the shallowest limit there is, is 1.',
    ),
  },
  {
    code: 'IntelIdleAlone',
    severity: 'contested',
    objection: ofParameter(
      'intel_idle.max_cstate',
      (value, { profile }) =>
        value === '0' &&
        !profile.settings.some(
          (it) => it.layer === 'boot' && it.parameter === 'processor.max_cstate',
        ),
      'intel_idle.max_cstate=0 turns intel_idle off, and acpi_idle takes over with its deep states: limit it too, by processor.max_cstate=1.',
    ),
  },
  {
    code: 'SoftLockupDetectorOff',
    severity: 'contested',
    objection: ofParameter(
      'nosoftlockup',
      always,
      'nosoftlockup takes the detector of hangs from the housekeeping CPUs too; nohz_full already keeps it off the isolated ones.',
    ),
  },
  {
    code: 'TrustedTsc',
    severity: 'contested',
    objection: ofParameter(
      'tsc',
      (value, { facts: { cpuFlags = [] } }) =>
        value === 'reliable' &&
        !['constant_tsc', 'nonstop_tsc'].every((flag) => cpuFlags.includes(flag)),
      'tsc=reliable ends the watch over the time stamp counter; the facts do not prove that it is constant and never stops.',
    ),
  },
];
