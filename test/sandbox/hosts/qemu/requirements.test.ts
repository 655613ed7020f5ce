import { execFileSync } from 'node:child_process';
import { resolve } from 'node:path';
import { reasonAgainstGuest } from '../../../../sandbox/hosts/qemu/requirements';

const onLinux = process.platform === 'linux' && process.arch === 'x64' ? it : it.skip;

onLinux('there is a guest where everything is installed', () => {
  expect(reasonAgainstGuest((name) => `/usr/bin/${name}`)).toBeUndefined();
});

onLinux('names what is missing, with the packages that have it', () => {
  const find = (name: string) => (/qemu|cpio/.test(name) ? undefined : `/usr/bin/${name}`);
  expect(reasonAgainstGuest(find)).toBe(
    'qemu-system-x86_64, cpio are not installed: apt-get install qemu-system-x86 cpio',
  );
});

it('npm run test:qemu says why it is skipped, and fails nothing', () => {
  const root = resolve(__dirname, '../../../..');
  const output = execFileSync(
    process.execPath,
    ['--require', 'tsx/cjs', 'test/qemu/tune-a-real-kernel.ts'],
    { cwd: root, encoding: 'utf8', env: { PATH: '' } },
  );
  expect(output).toMatch(/^Skipped: /);
});
