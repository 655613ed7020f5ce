import { areSame, sidesOf } from '../../../../domain/releases/checks/baseline-sides';
import { aQuery, aSource } from '../../../support/metric-looks';
import { aSubject } from '../../../support/releases';

const PREVIOUS = { kind: 'previous-version' } as const;

describe('the sides of a baseline', () => {
  it("are both versions of the alias in Lambda's own metrics, whatever else the query says", () => {
    const source = {
      queries: { q: aQuery({ dimensions: { ExecutedVersion: '7', zone: 'a' } }) },
    };
    const { experiment, control } = sidesOf({ source, baseline: PREVIOUS }, aSubject());
    const rest = { zone: 'a', FunctionName: 'shop-checkout', Resource: 'shop-checkout:live' };
    expect(experiment.queries.q?.dimensions).toEqual({ ...rest, ExecutedVersion: '2' });
    expect(control.queries.q?.dimensions).toEqual({ ...rest, ExecutedVersion: '1' });
  });

  it('fill in an expression, each with its version', () => {
    const source = { ...aSource(), expression: 'SUM(SEARCH("build={{targetVersion}}"))' };
    const { experiment, control } = sidesOf({ source, baseline: PREVIOUS }, aSubject());
    expect(experiment.expression).toBe('SUM(SEARCH("build=2"))');
    expect(control.expression).toBe('SUM(SEARCH("build=1"))');
  });

  it('are the same where the versions are', () => {
    const lambda = {
      functionName: 'shop',
      alias: 'live',
      currentVersion: '2',
      targetVersion: '2',
    };
    const check = { source: aSource(), baseline: PREVIOUS };
    expect(areSame(sidesOf(check, aSubject({ lambda })))).toBe(true);
    expect(areSame(sidesOf(check, aSubject()))).toBe(false);
  });

  it('are the same metric at two times where the baseline is a window', () => {
    const baseline = { kind: 'previous-window', agoSec: 60 } as const;
    const { experiment, control } = sidesOf({ source: aSource(), baseline }, aSubject());
    expect(control).toEqual(experiment);
    expect(experiment.queries.q?.dimensions).toEqual({ FunctionName: 'shop-checkout' });
  });

  it('throw for what the release does not have', () => {
    const subject = aSubject({ lambda: undefined });
    const custom = {
      queries: { q: aQuery({ namespace: 'Shop', dimensions: { a: '{{alias}}' } }) },
    };
    expect(() => sidesOf({ source: custom, baseline: PREVIOUS }, subject)).toThrow(
      '{{alias}} is nothing that this release has',
    );
  });
});
