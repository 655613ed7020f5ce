import type { Draft, NotApplicable, Verification } from '../plan';
import type { Host } from '../host';
import type { Layer, Setting } from '../profile';
import { renderTemplate } from '../compile/template';

/** What one setting of a profile becomes on one host: a change for each thing that it is about. */
export interface Expansion {
  readonly drafts: readonly Draft[];
  readonly notApplicable: readonly NotApplicable[];
}
/** SHA-256 of a text's UTF-8 bytes, in hexadecimal. */
export type Sha256 = (text: string) => string;

/** The setting of one layer. */
export type SettingOf<Name extends Layer> = Extract<Setting, { layer: Name }>;

export const planned = (...drafts: readonly Draft[]): Expansion => ({ drafts, notApplicable: [] });

export const skipped = (id: string, reason: string): Expansion => ({
  drafts: [],
  notApplicable: [{ id, reason }],
});

export const merge = (expansions: readonly Expansion[]): Expansion => ({
  drafts: expansions.flatMap(({ drafts }) => drafts),
  notApplicable: expansions.flatMap(({ notApplicable }) => notApplicable),
});

/** A change whose value is a template; not applicable where the host has no value for it. */
export const plannedValue = (
  host: Host,
  { id, template }: { readonly id: string; readonly template: string },
  toDraft: (value: string) => Draft,
): Expansion => {
  const value = renderTemplate(template, host);
  if ('missing' in value) return skipped(id, value.missing);
  const draft = toDraft(value.text);
  const expect = renderTemplate(draft.verify.expect, host);
  return 'missing' in expect
    ? skipped(id, expect.missing)
    : planned({ ...draft, verify: { ...draft.verify, expect: expect.text } });
};

export const equals = (read: string, expect: string): Verification => ({
  op: 'equals',
  read,
  expect,
});

/** What shows only in processes that start later. */
export const NOT_VERIFIABLE: Verification = { op: 'none', read: '', expect: '' };
