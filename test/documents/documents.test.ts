import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import * as z from 'zod/mini';
import { readDocuments } from '../../documents/read-documents.cjs';
import { findProgram } from '../../sandbox/hosts/fake-root/tools';
import { aHost } from '../support/host-scripts';
import { readPackagedTemplate } from '../support/packaged-roles';
import { resourcesOf } from '../support/template-values';

/** https://docs.aws.amazon.com/systems-manager/latest/userguide/documents-syntax-data-elements-parameters.html */
const Document = z.strictObject({
  schemaVersion: z.literal('2.2'),
  description: z.string(),
  parameters: z.optional(
    z.record(
      z.string().check(z.regex(/^[A-Z][A-Za-z0-9]*$/)),
      z.strictObject({
        type: z.literal('String'),
        description: z.string().check(z.minLength(10)),
        default: z.optional(z.string()),
        interpolationType: z.literal('ENV_VAR'),
        allowedPattern: z.string().check(z.regex(/^\^.*\$$/)),
      }),
    ),
  ),
  mainSteps: z.tuple([
    z.strictObject({
      action: z.literal('aws:runShellScript'),
      name: z.string().check(z.regex(/^[A-Za-z0-9]+$/)),
      precondition: z.strictObject({
        StringEquals: z.tuple([z.literal('platformType'), z.literal('Linux')]),
      }),
      inputs: z.strictObject({
        timeoutSeconds: z.string().check(z.regex(/^[1-9][0-9]{1,4}$/)),
        runCommand: z.tuple([z.string().check(z.startsWith('#!/bin/sh\n'))]),
      }),
    }),
  ]),
});

const DOCUMENTS = readDocuments().map(({ name, content }) => {
  const document = z.parse(Document, content);
  return { name, document, script: document.mainSteps[0].inputs.runCommand[0] };
});

it('there are those that host provisioning and deployments call', () => {
  expect(DOCUMENTS.map(({ name }) => name)).toEqual([
    'apply-plan',
    'collect-facts',
    'measure-latency',
    'reboot',
    'restore',
    'start-agent',
    'validate-service',
    'verify-effects',
  ]);
});

describe.each(DOCUMENTS)('$name', ({ name, document, script }) => {
  const parameters = Object.entries(document.parameters ?? {});

  it('says what it does, what goes in, what comes out, and whether the host reboots', () => {
    const sections = document.description.split('\n').map((line) => line.split(/[:?]/)[0]);
    expect(sections).toEqual(['What', 'Inputs', 'Outputs', 'Reboot']);
  });

  it('names each parameter among its inputs', () => {
    for (const [parameter] of parameters) expect(document.description).toContain(parameter);
  });

  it('has defaults that its own patterns allow', () => {
    for (const [, { default: value, allowedPattern }] of parameters)
      if (value !== undefined) expect(value).toMatch(new RegExp(allowedPattern));
  });

  it('reads each parameter from its variable, and no other', () => {
    const read = new Set(
      [...script.matchAll(/SSM_([A-Z][a-z]\w*)/g)].map(([, variable]) => variable),
    );
    expect([...read].sort()).toEqual(parameters.map(([parameter]) => parameter).sort());
  });

  it('leaves nothing for the agent to paste into the script', () => {
    expect(script).not.toMatch(/\{\{|\}\}/);
  });

  it('fits into 64 KB with the longest parameters that it takes', () => {
    const longest = parameters.map(([, { allowedPattern }]) =>
      allowedPattern.includes('20000') ? 20_000 : 400,
    );
    const size = JSON.stringify(document).length + longest.reduce((sum, length) => sum + length, 0);
    expect(size).toBeLessThan(65_536);
  });

  it('refuses where an old agent hands no parameters over', async () => {
    if (parameters.length === 0) return;
    const host = aHost();
    const before = host.tree();
    expect((await host.run(script)).code).toBe(2);
    expect(host.tree()).toEqual(before);
  });

  it('stops at the first fault', () => {
    expect(script).toMatch(/^set -eu$/m);
  });

  it('ends with one line that says how it went', () => {
    expect(script).toContain('@@RESULT {"schemaVersion":1,"document":"');
  });

  (findProgram('shellcheck') === undefined ? it.skip : it)(
    'is a script without faults as a whole',
    () => {
      const folder = mkdtempSync(join(tmpdir(), 'slipway-script-'));
      try {
        const path = join(folder, `${name}.sh`);
        writeFileSync(path, script);
        // What the parts say in directives: words that are to be split, patterns, functions that are called by name.
        const known = 'SC2020,SC2034,SC2086,SC2254,SC2317,SC2329';
        const run = () => execFileSync('shellcheck', ['--exclude', known, path]);
        expect(run).not.toThrow();
      } finally {
        rmSync(folder, { recursive: true });
      }
    },
  );
});

it('is in the stack, script and all', async () => {
  const template = await readPackagedTemplate();
  const packaged = resourcesOf(template, 'AWS::SSM::Document').map((it) => [
    it.at('Properties', 'Name'),
    it.at('Properties', 'UpdateMethod'),
    it.at('Properties', 'Content'),
  ]);
  expect(packaged).toEqual(
    DOCUMENTS.map(({ name, document }) => [`slipway-dev-${name}`, 'NewVersion', document]),
  );
}, 120_000);

describe('every script', () => {
  const folder = resolve(__dirname, '../../documents/scripts');
  const paths = [
    ...readdirSync(folder).filter((it) => it.endsWith('.sh')),
    ...readdirSync(join(folder, 'parts')).map((it) => `parts/${it}`),
  ];
  const texts = paths.map((path) => ({ path, text: readFileSync(join(folder, path), 'utf8') }));

  /** A file of the host is read and written below ROOT. What stands in quotes alone is a name, not yet a place. */
  const HOST_PATH =
    /(?:[<>]\s*"?|\b(?:cat|cp|mv|rm|mkdir|rmdir|tee|ls|cd|find|grep|sed|awk|read)\b[^|;&]* "?)(\/(?:etc|proc|sys|var|boot|usr|run|dev)\/[^\s"';|)]*)/g;

  it.each(texts)('$path touches nothing outside of ROOT', ({ text }) => {
    const touched = text
      .split('\n')
      .filter((line) => !/^\s*#/.test(line))
      .flatMap((line) => [...line.matchAll(HOST_PATH)].map(([, path]) => path))
      .filter((path) => path !== '/dev/null');
    expect(touched).toEqual([]);
  });

  it('the rule finds a path that is not below ROOT', () => {
    expect('cat /etc/passwd').toMatch(new RegExp(HOST_PATH.source));
    expect('echo 10 >/proc/sys/vm/swappiness').toMatch(new RegExp(HOST_PATH.source));
    expect('cat "$ROOT/etc/passwd"').not.toMatch(new RegExp(HOST_PATH.source));
  });
});
