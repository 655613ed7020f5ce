import { createCluster, ECS } from '../../support/release-matrix/ecs-platform';
import { LAMBDA } from '../../support/release-matrix/lambda-platform';
import { playMatrix, type PlayedMatrix } from '../../support/release-matrix/matrix';
import type { MatrixPlatform } from '../../support/release-matrix/platform';
import { BAD, BAKED_BY_ERRORS } from '../../support/release-matrix/rows';
import type { Row } from '../../support/release-matrix/row';
import { verdictsOf } from '../../support/what-slipway-said';

const ROW: Row = {
  name: 'rollback deployment',
  policy: BAKED_BY_ERRORS,
  releases: ['bad'],
  ends: [BAD],
  serves: '1',
};
const PLATFORMS: readonly (readonly [string, MatrixPlatform])[] = [
  [LAMBDA.name, LAMBDA],
  [ECS.name, ECS],
];

// AWS was seen not to run them; whether it always will is documented nowhere.
describe.each(PLATFORMS)('where %s should run hooks on a rollback', (_, platform) => {
  let matrix: PlayedMatrix;
  beforeAll(async () => {
    const setUp = platform === ECS ? createCluster : undefined;
    matrix = await playMatrix(platform, [ROW], { setUp, hooksRunOnRollback: true });
  }, 120_000);
  afterAll(() => matrix.stop());

  it('ours lets the rollback deployment pass unjudged', async () => {
    // given
    const { ends, serves, deploymentIds } = matrix.playedOf(ROW);
    const { scenario, watch } = matrix.stand;
    // when
    const deploymentId = (await matrix.rollbackOf(deploymentIds[0])) ?? 'none';
    // then
    expect({ ends, serves }).toEqual({ ends: ROW.ends, serves: ROW.serves });
    expect(watch.answersOf(deploymentId)).toEqual(['Succeeded: accepted']);
    expect(await verdictsOf(scenario, { deploymentId })).toMatchObject([
      { outcome: 'inconclusive', reason: 'RollbackNotJudged', answer: 'Succeeded', checks: [] },
    ]);
  });
});
