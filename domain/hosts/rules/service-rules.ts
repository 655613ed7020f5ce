import type { Draft } from '../plan';
import type { Rule } from './rule';

/** Through these Systems Manager reaches a host, and with it everything that Slipway does there. */
const MANAGEMENT_AGENTS = [
  'amazon-ssm-agent.service',
  'snap.amazon-ssm-agent.amazon-ssm-agent.service',
];

/** A rule against a state of systemd units. */
const ofUnits =
  (units: readonly string[], isWrong: (state: string) => boolean, says: (unit: string) => string) =>
  ({ action, key, value }: Draft): string | undefined =>
    action === 'unit' && units.includes(key) && isWrong(value) ? says(key) : undefined;

export const SERVICE_RULES: readonly Rule[] = [
  {
    code: 'ManagementAgent',
    severity: 'impossible',
    objection: ofUnits(
      MANAGEMENT_AGENTS,
      (state) => state !== 'enabled',
      (unit) =>
        `This host is managed through ${unit}: without it no command would reach it any more.`,
    ),
  },
  {
    code: 'DeploymentAgent',
    severity: 'impossible',
    objection: ofUnits(
      ['codedeploy-agent.service'],
      (state) => state === 'enabled',
      (unit) =>
        `${unit} is started last, by the document start-agent, once the host has been verified and measured: from here on a deployment could reach a host that is not.`,
    ),
  },
  {
    code: 'IrqbalanceOff',
    severity: 'contested',
    objection: ofUnits(
      ['irqbalance.service'],
      (state) => state !== 'enabled',
      () =>
        'AWS advises against turning irqbalance off on ENA hosts: ban the isolated CPUs from it instead.',
    ),
  },
];
