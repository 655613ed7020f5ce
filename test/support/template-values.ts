import { referencesOf } from '../../sandbox/template/intrinsics';
import type { Template, TemplateEdit } from './edited-package';
import { idsOf } from './packaged-roles';

/** A resource of a template with its logical id. */
export interface Resource {
  readonly id: string;
  readonly type: string;
  /** What stands at the path, undefined where nothing does: `at('Properties', 'TracingConfig', 'Mode')`. */
  at(...path: readonly (string | number)[]): unknown;
  /** The logical id of what the value at the path refers to. */
  refersTo(...path: readonly (string | number)[]): string | undefined;
}

export const resourcesOf = (template: Template, type: string): readonly Resource[] =>
  idsOf(template, type).map((id) => {
    const at: Resource['at'] = (...path) => valueAt(template.Resources[id], path);
    return { id, type, at, refersTo: (...path) => referencesOf(at(...path))[0] };
  });

export const valueAt = (value: unknown, path: readonly (string | number)[]): unknown => {
  let here = value;
  for (const name of path) {
    if (typeof here !== 'object' || here === null) return undefined;
    here = Object.entries(here).find(([key]) => key === String(name))?.[1];
  }
  return here;
};

/** Lists as they are, nothing as the empty list, anything else as a list of one. */
export const listOf = (value: unknown): readonly unknown[] => {
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value];
};

/** Puts a value at the path of the first resource of the type; undefined takes away what stands there. */
export const changed =
  (type: string, path: readonly string[], value: unknown): TemplateEdit =>
  (template) => {
    const [id] = idsOf(template, type);
    if (id === undefined) throw new Error(`The template has no ${type}.`);
    const copy = structuredClone(template);
    let here = copy.Resources[id] as unknown as Record<string, unknown>;
    for (const name of path.slice(0, -1)) here = here[name] as Record<string, unknown>;
    here[path.at(-1) ?? ''] = value;
    return copy;
  };
