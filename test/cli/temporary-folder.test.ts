import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { REPOSITORY } from '../../cli/repository';

it('ends with 2 and a sentence where no temporary file can be written', () => {
  // given
  const env = { PATH: process.env.PATH, TMPDIR: '/dev/null' };

  // when
  const ended = spawnSync(
    process.execPath,
    [join(REPOSITORY, 'cli', 'slipway.cjs'), 'policy', 'check'],
    { env, encoding: 'utf8', timeout: 20_000 },
  );

  // then
  expect(ended.status).toBe(2);
  expect(ended.stdout).toBe('');
  expect(ended.stderr).toMatch(
    /^slipway: nothing can be written to \/dev\/null \(\w+\): set TMPDIR to a folder that can hold files\.\n$/,
  );
});
