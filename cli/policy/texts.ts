import type { Check } from '../../domain/releases/checks/check';

/** A text of a check, and where it stands within it. */
export interface CheckText {
  readonly path: readonly PropertyKey[];
  readonly text: string;
}

/** The texts of a check whose placeholders are filled in when it looks. */
export const filledTexts = (check: Check): readonly CheckText[] =>
  textsIn(filledMembers(check), []);

const filledMembers = (check: Check): object => {
  switch (check.kind) {
    case 'http': {
      const { url, headers, body, expect } = check;
      return { url, headers, body, expect };
    }
    case 'lambda-invoke': {
      const { payload, expect, assertions } = check;
      return { payload, expect, assertions };
    }
    case 'alarms':
      return { alarms: check.alarms };
    case 'metric-threshold':
      return { source: metricTexts(check.source), traffic: withSource(check.traffic?.source) };
    case 'metric-baseline': {
      const { source, baseline } = check;
      return {
        source: metricTexts(source),
        baseline: baseline.kind === 'control' ? { dimensions: baseline.dimensions } : {},
      };
    }
    case 'ssm-command': {
      const { hosts, outputHas } = check;
      return { hosts: hosts.of === 'tag' ? { value: hosts.value } : {}, outputHas };
    }
    case 'suite':
      return { parameters: check.parameters };
  }
};

type Source = Extract<Check, { kind: 'metric-threshold' }>['source'];

const withSource = (source: Source | undefined): object => ({
  source: source && metricTexts(source),
});

const metricTexts = ({ queries, expression }: Source): object => ({
  queries: Object.fromEntries(
    Object.entries(queries).map(([id, { dimensions }]) => [id, { dimensions }]),
  ),
  expression,
});

/** Every text in a value, however deep. */
export const textsIn = (value: unknown, path: readonly PropertyKey[]): readonly CheckText[] => {
  if (typeof value === 'string') return [{ path, text: value }];
  if (Array.isArray(value))
    return value.flatMap((item: unknown, index) => textsIn(item, [...path, index]));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, member]) => textsIn(member, [...path, name]));
};
