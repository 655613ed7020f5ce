import type { Gates } from '../every-gate/gates';
import { MINUTE, type PlaceOnTrial, type Stand, type Tried } from './trial';
import { deliveryFaultsOf, strikesOf, type Trouble } from './trouble';

export type LifeThrough = (trouble: Trouble) => Promise<readonly Tried[]>;

/** Releases at all these places at once while all of this goes wrong, until all have ended. */
export const createLifeThrough = (
  stand: Stand & { readonly gates: Pick<Gates, 'endMachines'> },
  places: readonly PlaceOnTrial[],
): LifeThrough => {
  const { scenario, gates } = stand;
  const { sandbox, stage } = scenario;
  let count = 0;
  const together = <Result>(acts: readonly (() => Promise<Result>)[]): Promise<readonly Result[]> =>
    Promise.all(acts.map((act) => scenario.play(act)));
  return async (trouble) => {
    const run = (count += 1);
    const groups = places.map(({ name }) => `${name}-${run}`);
    const releases = await together(
      places.map(({ name, prepare }) => async () => {
        await stage.createAlarm(`${name}-${run}-errors`);
        return prepare(stand, `${name}-${run}`);
      }),
    );
    for (const fault of deliveryFaultsOf(trouble)) sandbox.faults.add(fault);
    const strike = async (): Promise<void> => {
      await stage.sleep(trouble.strikesFromSec * 1_000);
      for (const fault of strikesOf(trouble)) sandbox.faults.add(fault);
    };
    const goBad = async (): Promise<void> => {
      const { badAfterSec } = trouble;
      if (badAfterSec === undefined) return;
      await stage.sleep(badAfterSec * 1_000);
      for (const group of groups) await stage.setAlarm(`${group}-errors`, 'ALARM');
    };
    const endMachines = async (): Promise<void> => {
      const { machinesEndAfterSec } = trouble;
      if (machinesEndAfterSec === undefined) return;
      await stage.sleep(machinesEndAfterSec * 1_000);
      await gates.endMachines();
    };
    const [tried] = await Promise.all([
      together(releases.map((release) => () => release(trouble))),
      together([strike, goBad, endMachines]),
    ]);
    sandbox.faults.clear();
    await scenario.play(() => stage.sleep(5 * MINUTE));
    return tried;
  };
};
