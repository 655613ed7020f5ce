import { recordingSets } from '../../../../../sandbox/provenance/conformance/sets';
import { checkSet } from '../../../provenance/check-set';

it("answers AWS's recorded pattern cases as AWS did", async () => {
  const [outcome] = await checkSet(recordingSets.patterns);
  expect(outcome).toMatchObject({ missed: [], leftOut: [] });
});

it("answers the array cases as AWS's own matcher does", async () => {
  const [outcome] = await checkSet(recordingSets.arrays);
  expect(outcome).toMatchObject({ missed: [], leftOut: [] });
});
