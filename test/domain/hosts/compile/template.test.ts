import {
  renderTemplate,
  unknownVariables,
  VARIABLE_NAMES,
} from '../../../../domain/hosts/compile/template';
import { aHost } from '../../../support/hosts';
import { aHostOf } from '../../../support/profiles';

const HOST = aHostOf(aHost({ sockets: 2, coresPerSocket: 4, memoryMiBPerNode: 10_000 }));

it.each([
  ['managed_irq,domain,{isolated}', 'managed_irq,domain,1-3,5-7'],
  ['{housekeeping}', '0,4'],
  ['{housekeepingMask}', '11'],
  ['{isolated} and {isolated}', '1-3,5-7 and 1-3,5-7'],
  ['plain {unknown}', 'plain {unknown}'],
  // 20 000 MiB are 19 whole GiB.
  ['{onePercentOfMemoryKiB}', '199229'],
])('fills in %s', (template, text) => {
  expect(renderTemplate(template, HOST)).toEqual({ text });
});

it.each([
  ['6.1.0-50-rt-amd64', 'managed_irq,domain,1-3,5-7'],
  ['5.10.226-214.880.amzn2.x86_64', 'managed_irq,domain,1-3,5-7'],
  ['5.6.0', 'managed_irq,domain,1-3,5-7'],
  ['5.5.19', 'domain,1-3,5-7'],
  ['4.15.0', 'domain,1-3,5-7'],
  ['4.14.355-275.572.amzn2.x86_64', '1-3,5-7'],
])('writes the flags that the kernel %s knows', (release, text) => {
  const host = aHostOf(aHost({ sockets: 2, coresPerSocket: 4, release }));
  expect(renderTemplate('{isolationFlags}{isolated}', host)).toEqual({ text });
});

it('writes no flags for a kernel that does not tell its version', () => {
  expect(renderTemplate('{isolationFlags}', aHostOf({ schemaVersion: 1 }))).toEqual({
    missing: 'the facts do not say which kernel runs',
  });
  expect(
    renderTemplate('{isolationFlags}', aHostOf(aHost({ coresPerSocket: 2, release: 'odd' }))),
  ).toEqual({ missing: 'the running kernel, odd, does not tell its version' });
});

it.each([
  ['{isolated}', 'the facts do not list the CPUs'],
  ['{housekeeping}', 'the facts do not list the CPUs'],
  ['{housekeepingMask}', 'the facts do not list the CPUs'],
  ['{onePercentOfMemoryKiB}', 'the facts do not say the memory'],
])('says what facts %s lacks', (template, missing) => {
  expect(renderTemplate(template, aHostOf({ schemaVersion: 1 }))).toEqual({ missing });
});

it('has no value for isolated CPUs where there are none, and says why', () => {
  const small = aHost({ coresPerSocket: 1, memoryMiBPerNode: 512 });
  expect(renderTemplate('{isolated}', aHostOf(small))).toEqual({
    missing: 'no CPU is left to isolate: housekeeping keeps 1 whole core(s) of each socket',
  });
  expect(renderTemplate('{isolated}', aHostOf(small, { cpus: undefined }))).toEqual({
    missing: 'no CPU is isolated on this host',
  });
  expect(renderTemplate('{onePercentOfMemoryKiB}', aHostOf(small))).toEqual({
    missing: 'the host has less than 1 GiB of memory',
  });
});

it('has none where the facts do not tell the cores apart', () => {
  const cpus = [0, 1, 2].map((id) => ({ id, core: -1, socket: 0, node: 0, online: true }));
  expect(renderTemplate('{isolated}', aHostOf({ schemaVersion: 1, cpus }))).toEqual({
    missing: 'the facts do not say which CPUs share a core',
  });
});

it('finds names that no variable has', () => {
  expect(unknownVariables('{isolated} {isolate} {}')).toEqual(['{isolate}', '{}']);
  expect(unknownVariables('a{b {isolated}} c')).toEqual(['{', '}']);
  expect(VARIABLE_NAMES).toContain('isolated');
});
