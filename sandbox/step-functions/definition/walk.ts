import type { Machine, State } from './definition';

export interface PlacedState {
  readonly name: string;
  readonly state: State;
  /** JSON pointer. */
  readonly path: string;
}
export interface PlacedMachine {
  readonly machine: Machine;
  readonly path: string;
  /** The machine around it; undefined for the whole. */
  readonly outer?: PlacedMachine;
}

export const statesOf = ({ machine, path }: PlacedMachine): readonly PlacedState[] =>
  Object.entries(machine.States).map(([name, state]) => ({
    name,
    state,
    path: `${path}/States/${name}`,
  }));

/** The machine itself and all that run inside its Maps and Parallels. */
export const machinesOf = (placed: PlacedMachine): readonly PlacedMachine[] => [
  placed,
  ...statesOf(placed).flatMap(({ state, path }) => innerOf(placed, state, path)),
];

const innerOf = (outer: PlacedMachine, state: State, path: string): readonly PlacedMachine[] => {
  if (state.Type === 'Map')
    return machinesOf({ machine: state.ItemProcessor, path: `${path}/ItemProcessor`, outer });
  if (state.Type !== 'Parallel') return [];
  return state.Branches.flatMap((machine, index) =>
    machinesOf({ machine, path: `${path}/Branches/${index}`, outer }),
  );
};

/** Where a state may go: its Next, its Choices' and its Catches', with the place of each. */
export const transitionsOf = ({ state, path }: PlacedState) => {
  const next = 'Next' in state ? state.Next : undefined;
  const own = next === undefined ? [] : [{ to: next, path: `${path}/Next` }];
  if (state.Type === 'Choice') {
    const rules = state.Choices.map(({ Next }, index) => ({
      to: Next,
      path: `${path}/Choices[${index}]/Next`,
    }));
    const { Default } = state;
    return Default === undefined ? rules : [...rules, { to: Default, path: `${path}/Default` }];
  }
  const catches = 'Catch' in state ? (state.Catch ?? []) : [];
  return [
    ...own,
    ...catches.map(({ Next }, index) => ({ to: Next, path: `${path}/Catch[${index}]/Next` })),
  ];
};
