import { parse } from 'yaml';
import * as z from 'zod/mini';

/** One script of a lifecycle event. */
export interface Script {
  /** Relative to the root of the bundle. */
  readonly location: string;
  readonly timeoutSec: number;
  readonly runAs?: string;
}
export interface ServerAppSpec {
  readonly os: 'linux' | 'windows';
  /** Lifecycle event to scripts, in order. */
  readonly hooks: Readonly<Record<string, readonly Script[]>>;
}

/**
 * Default and maximum of a script's time, and of all scripts of one event together. Documented:
 * https://docs.aws.amazon.com/codedeploy/latest/userguide/reference-appspec-file-structure-hooks.html
 */
export const LONGEST_EVENT_SEC = 3_600;

const Hook = z.object({
  location: z.string().check(z.minLength(1)),
  timeout: z.optional(z.coerce.number().check(z.positive())),
  runas: z.optional(z.nullable(z.string())),
});
const AppSpec = z.object({
  version: z.union([z.literal(0), z.literal('0.0')]),
  os: z.enum(['linux', 'windows']),
  hooks: z.optional(z.nullable(z.record(z.string(), z.nullable(z.array(Hook))))),
});

/** Events with hooks. Documented on the page above; the agent keeps the others to itself. */
const HOOKS: ReadonlySet<string> = new Set([
  'ApplicationStop',
  'BeforeInstall',
  'AfterInstall',
  'ApplicationStart',
  'ValidateService',
  'BeforeBlockTraffic',
  'AfterBlockTraffic',
  'BeforeAllowTraffic',
  'AfterAllowTraffic',
]);

/** Text, YAML or JSON. What is wrong with it comes as a sentence. */
export const parseServerAppSpec = (
  content: string,
): { readonly spec: ServerAppSpec } | { readonly fault: string } => {
  let value: unknown;
  try {
    value = parse(content);
  } catch (cause) {
    return { fault: `The AppSpec file is not YAML: ${String(cause).split('\n')[0]}` };
  }
  const parsed = AppSpec.safeParse(value);
  if (!parsed.success)
    return { fault: `The AppSpec file is not valid: ${z.prettifyError(parsed.error)}` };
  const hooks: Record<string, readonly Script[]> = {};
  for (const [event, scripts] of Object.entries(parsed.data.hooks ?? {})) {
    if (!HOOKS.has(event))
      return { fault: `The AppSpec file has scripts for ${event}, which takes none.` };
    hooks[event] = (scripts ?? []).map(({ location, timeout = LONGEST_EVENT_SEC, runas }) => ({
      location,
      timeoutSec: timeout,
      runAs: runas ?? undefined,
    }));
  }
  return { spec: { os: parsed.data.os, hooks } };
};
