import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const root = resolve(__dirname, '../..');
const read = (name: string): string => readFileSync(join(root, name), 'utf8');
const manifest: unknown = JSON.parse(read('package.json'));

it('runs on the Node 20 that it is tested with, and newer', () => {
  expect(manifest).toMatchObject({ engines: { node: '>=20.19' } });
});

it('has the commands that the README and CI call', () => {
  expect(manifest).toMatchObject({
    scripts: {
      start: expect.any(String),
      test: expect.any(String),
      lint: expect.any(String),
      typecheck: expect.any(String),
      format: expect.any(String),
      package: expect.any(String),
      check: expect.any(String),
      deploy: expect.any(String),
    },
  });
});

it('pins every dependency, so that an install today is an install tomorrow', () => {
  const { dependencies, devDependencies } = JSON.parse(read('package.json'));
  const versions = Object.values({ ...dependencies, ...devDependencies });
  expect(versions.filter((it) => /[\^*]|latest/.test(String(it)))).toEqual([]);
});

it('names no registry in the lock file, so that it installs from whichever one is set', () => {
  expect(read('package-lock.json')).not.toMatch(/"resolved"|https?:\/\/[^"]*\.tgz/);
  expect(read('.npmrc')).toContain('omit-lockfile-registry-resolved=true');
});
