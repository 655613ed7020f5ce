import { recordingSets } from '../../../../../sandbox/provenance/conformance/sets';
import { checkSet } from '../../../provenance/check-set';

it('gives targets what AWS gave them in the recorded cases', async () => {
  const [outcome] = await checkSet(recordingSets.inputs);
  expect(outcome).toMatchObject({ missed: [], leftOut: [] });
});
