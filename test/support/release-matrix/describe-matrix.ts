import type { Scenario } from '../sandbox';
import { playMatrix, type PlayedMatrix } from './matrix';
import type { MatrixPlatform } from './platform';
import { ROWS } from './rows';

const CONTINUE = 'slipway-dev-continue-validation';
/** A bake lasts five minutes; a look takes far less than this, in real time, on the slowest of machines. */
const LONGEST_REAL_MS = 30_000;

/** The matrix as tests, a row each. */
export const describeMatrix = (
  platform: MatrixPlatform,
  setUp?: (scenario: Scenario) => Promise<void>,
): void =>
  describe(`a release by ${platform.name}`, () => {
    let matrix: PlayedMatrix;
    beforeAll(async () => {
      matrix = await playMatrix(platform, ROWS, { setUp });
    }, 180_000);
    afterAll(() => matrix.stop());

    it.each(ROWS.map((row) => [row.name, row] as const))('%s', (_, row) => {
      const { ends, serves } = matrix.playedOf(row);
      expect({ ends, serves }).toEqual({ ends: row.ends, serves: row.serves });
    });

    it('is baked by looks of functions that never wait', () => {
      const { watch } = matrix.stand;
      const looks = watch.invocations.filter(({ functionName }) => functionName === CONTINUE);
      const ours = watch.invocations.filter(({ functionName }) =>
        [CONTINUE, platform.hookFunction].includes(functionName),
      );
      expect(looks.length).toBeGreaterThan(20);
      expect(Math.max(...ours.map(({ realMs }) => realMs))).toBeLessThan(LONGEST_REAL_MS);
    });
  });
