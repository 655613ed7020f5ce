import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parse } from 'yaml';
import * as z from 'zod';
import { checkDefinition } from '../../sandbox/step-functions/definition/check-definition';
import { lintDefinition } from '../../sandbox/step-functions/definition/lint-definition';
import { ReleaseValidationInput } from '../../state-machines/release-validation/contract';

const root = resolve(__dirname, '../../state-machines');
const machines = readdirSync(root);
const definitionOf = (machine: string): unknown =>
  parse(readFileSync(join(root, machine, 'definition.asl.yml'), 'utf8'));
const Definition = z.object({
  States: z.record(z.string(), z.object({ Comment: z.optional(z.string()) })),
});
const INPUTS = { 'release-validation': ReleaseValidationInput };

describe.each(machines)('the machine %s', (machine) => {
  it('is one that Step Functions takes', () => {
    const text = JSON.stringify(definitionOf(machine));
    expect(() => checkDefinition(text)).not.toThrow();
  });

  it('waits for nothing without a time-out, and ends every failure in a Fail', () => {
    expect(lintDefinition(definitionOf(machine))).toEqual([]);
  });

  it('says of every state what it is for', () => {
    const { States } = Definition.parse(definitionOf(machine));
    const silent = Object.entries(States).filter(([, state]) => !state.Comment);
    expect(silent).toEqual([]);
  });

  it('has samples that its contract takes', () => {
    const folder = join(root, machine, 'samples');
    const samples = readdirSync(folder);
    expect(samples.length).toBeGreaterThan(0);
    const contract = new Map(Object.entries(INPUTS)).get(machine);
    for (const sample of samples) {
      const input: unknown = JSON.parse(readFileSync(join(folder, sample), 'utf8'));
      expect(contract?.safeParse(input).error).toBeUndefined();
    }
  });
});
