import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';

const folder = resolve(__dirname, '../../functions');
const FUNCTIONS = readdirSync(folder, { withFileTypes: true })
  .filter((it) => it.isDirectory() && it.name !== 'shared')
  .map((it) => it.name);
const linesOf = (path: string): number => readFileSync(path, 'utf8').trimEnd().split('\n').length;

it('finds functions', () => {
  expect(FUNCTIONS).not.toEqual([]);
});

describe.each(FUNCTIONS)('functions/%s', (name) => {
  it.each(['index.ts', 'handle.ts', 'config.ts', 'function.yml'])('has a %s', (file) => {
    expect(existsSync(join(folder, name, file))).toBe(true);
  });

  it('wires in at most 30 lines', () => {
    expect(linesOf(join(folder, name, 'index.ts'))).toBeLessThanOrEqual(30);
  });

  it('handles in at most 80 lines', () => {
    expect(linesOf(join(folder, name, 'handle.ts'))).toBeLessThanOrEqual(80);
  });

  it('is part of the stack', () => {
    const stack = readFileSync(join(folder, '../serverless.yml'), 'utf8');
    expect(stack).toContain(`functions/${name}/function.yml`);
  });
});
