import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import fc from 'fast-check';
import { Profile } from '../../config/schema/profile';
import { toHostPlan } from '../../domain/hosts/host-plan';
import { findProfileFaults } from '../../domain/hosts/profiles/profile-faults';
import { inheritProfile } from '../../domain/hosts/profiles/inherit-profile';
import { anyFullHost } from '../support/any-host';
import { aHost, HOSTS, hugePagesOf } from '../support/hosts';
import { compile, PROFILES } from '../support/profiles';

const PARTS = resolve(__dirname, '../../documents/scripts/parts');

/** What the host's scripts find wrong with each plan; nothing where they take it. One shell for all of them. */
const faultsOf = (plans: readonly string[]): readonly string[] => {
  const text = plans.map((plan) => Buffer.from(plan).toString('base64')).join('\n');
  const script = `. "$1/plan.sh"; while read -r it; do printf '%s' "$it" | base64 -d | fault_of_plan; echo; done`;
  const { stdout, status } = spawnSync('sh', ['-euc', script, 'sh', PARTS], {
    input: `${text}\n`,
    encoding: 'utf8',
  });
  expect(status).toBe(0);
  return stdout.split('\n').filter((_, index) => index % 2 === 0 || true);
};
