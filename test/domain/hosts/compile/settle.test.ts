import { aHost } from '../../../support/hosts';
import { aProfile, compile, reasonIn, refusalIn, setIn } from '../../../support/profiles';

const FACTS = aHost({ coresPerSocket: 4 });
const sysctl = (id: string, key: string, more: object = {}) => ({
  id,
  layer: 'sysctl' as const,
  key,
  value: '10',
  ...more,
});

it('lets the first of two settings of one thing stand', () => {
  const plan = compile(
    aProfile([sysctl('one', 'vm.swappiness'), sysctl('two', 'vm.swappiness', { value: '20' })]),
    FACTS,
  );
  expect(setIn(plan)).toEqual({ one: 'vm.swappiness=10' });
  expect(refusalIn(plan, 'two')).toEqual(['SetTwice', 'one sets vm.swappiness already.']);
});

it('takes options of an interface for different things', () => {
  const plan = compile(
    aProfile([
      { id: 'one', layer: 'nic', change: 'ring', rx: 1024 },
      { id: 'two', layer: 'nic', change: 'ring', rx: 2048, tx: 512 },
    ]),
    FACTS,
  );
  expect(setIn(plan)).toEqual({ 'one:ens5:rx': 'ens5=rx 1024', 'two:ens5:tx': 'ens5=tx 512' });
});

it.each([
  ['the first names the second', { conflicts: ['two'] }, {}],
  ['the second names the first', {}, { conflicts: ['one'] }],
])('lets the first of two that conflict stand: %s', (_, ofOne, ofTwo) => {
  const plan = compile(
    aProfile([
      sysctl('one', 'vm.swappiness', ofOne),
      sysctl('two', 'vm.dirty_ratio', ofTwo),
      sysctl('three', 'vm.stat_interval'),
    ]),
    FACTS,
  );
  expect(Object.keys(setIn(plan))).toEqual(['one', 'three']);
  expect(refusalIn(plan, 'two')).toEqual(['Conflict', 'It conflicts with one, which is set.']);
});

it('sets the second of two that conflict where the first does not apply', () => {
  const plan = compile(
    aProfile([sysctl('one', 'vm.nothing', { conflicts: ['two'] }), sysctl('two', 'vm.swappiness')]),
    FACTS,
  );
  expect(Object.keys(setIn(plan))).toEqual(['two']);
});

it('drops what requires something that does not apply, and what requires that in turn', () => {
  const plan = compile(
    aProfile([
      sysctl('three', 'vm.stat_interval', { requires: ['two'] }),
      sysctl('two', 'vm.dirty_ratio', { requires: ['one'] }),
      sysctl('one', 'vm.nothing'),
      sysctl('four', 'vm.swappiness'),
    ]),
    FACTS,
  );
  expect(Object.keys(setIn(plan))).toEqual(['four']);
  expect(reasonIn(plan, 'two')).toBe('it requires one, which does not apply');
  expect(reasonIn(plan, 'three')).toBe('it requires two, which does not apply');
});

it('refuses what requires something that was refused', () => {
  const plan = compile(
    aProfile([
      { id: 'mce', layer: 'boot', parameter: 'mce', value: 'off' },
      sysctl('two', 'vm.dirty_ratio', { requires: ['mce'] }),
      sysctl('three', 'vm.swappiness'),
    ]),
    FACTS,
  );
  expect(Object.keys(setIn(plan))).toEqual(['three']);
  expect(refusalIn(plan, 'two')).toEqual([
    'RequirementRefused',
    'It requires mce, which was refused.',
  ]);
});

it('keeps settings that require each other', () => {
  const plan = compile(
    aProfile([
      sysctl('one', 'vm.swappiness', { requires: ['two'] }),
      sysctl('two', 'vm.dirty_ratio', { requires: ['one'] }),
    ]),
    FACTS,
  );
  expect(Object.keys(setIn(plan))).toEqual(['one', 'two']);
});
