import { readPaths } from '../../adapters/json/paths';
import type { Assertion, Check } from '../../domain/releases/checks/check';
import { PLACEHOLDERS, placeholdersIn } from '../../domain/releases/checks/fill-in';
import type { HookName } from '../../domain/releases/gates';
import { hooksOf } from '../../domain/releases/gates';
import { shorten } from '../../domain/units';
import { nearestOf } from '../near-miss';
import type { Finding } from '../yaml-file';
import { faultsOfUrl } from './address-faults';
import { PLATFORM_GATES } from './gate-faults';
import { aFinding, placedChecks, type CheckedPolicy, type PlacedCheck } from './policy-finding';
import { filledTexts, textsIn } from './texts';

/** Placeholders, expressions and addresses in the texts of checks. */
export const faultsOfTexts = (file: CheckedPolicy): readonly Finding[] => [
  ...placedChecks(file.policy).flatMap((placed) => [
    ...faultsOfPlaceholders(file, placed),
    ...faultsOfCommands(file, placed),
    ...faultsOfAssertions(file, placed),
    ...(placed.check.kind === 'http'
      ? faultsOfUrl(placed.check, file.whereOf([...placed.path, 'url']))
      : []),
  ]),
  ...faultsOfRollbackAlarms(file),
];

const KNOWN: readonly string[] = PLACEHOLDERS.map(({ name }) => name);

const unknownPlaceholder = (name: string, where: string): Finding => {
  const meant = nearestOf(name, KNOWN);
  const shown = shorten(name, 60);
  return aFinding(
    'UnknownPlaceholder',
    meant === undefined
      ? `{{${shown}}} is unknown. There is ${braced(KNOWN)}.`
      : `{{${shown}}} is unknown: did you mean {{${meant}}}?`,
    where,
  );
};

/** At whatever gate an alarm's name is filled in, it names nothing with a word that no release has. */
const faultsOfRollbackAlarms = ({ policy, whereOf }: CheckedPolicy): readonly Finding[] =>
  textsIn(policy.rollback.alarms, ['rollback', 'alarms']).flatMap(({ text, path }) =>
    placeholdersIn(text)
      .filter((name) => !KNOWN.includes(name))
      .map((name) => unknownPlaceholder(name, whereOf(path))),
  );

/** What `domain/releases/checks/fill-in.ts` can fill in at a gate. CodeDeploy does not tell the task definition, ECS not the target group. */
const placeholdersAt = (hook: HookName): readonly string[] =>
  PLACEHOLDERS.filter(({ name, of }) => {
    if (of === 'every') return true;
    if (of === 'lambda') return PLATFORM_GATES.Lambda.some((gate) => gate === hook);
    return hooksOf('ecs').includes(hook)
      ? name !== 'targetGroup'
      : hooksOf('hook').includes(hook) && name !== 'taskDefinition';
  }).map(({ name }) => name);

const braced = (names: readonly string[]): string => names.map((name) => `{{${name}}}`).join(', ');

const faultsOfPlaceholders = (
  { whereOf }: CheckedPolicy,
  { check, hook, path }: PlacedCheck,
): readonly Finding[] => {
  const here = placeholdersAt(hook);
  return filledTexts(check).flatMap(({ text, path: member }) =>
    placeholdersIn(text)
      .filter((name) => !here.includes(name))
      .map((name) =>
        KNOWN.includes(name)
          ? aFinding(
              'PlaceholderNotHere',
              `{{${name}}} is nothing that a release has at ${hook}. There it has ${braced(here)}.`,
              whereOf([...path, ...member]),
            )
          : unknownPlaceholder(name, whereOf([...path, ...member])),
      ),
  );
};

const faultsOfCommands = (
  { whereOf }: CheckedPolicy,
  { check, path }: PlacedCheck,
): readonly Finding[] =>
  check.kind !== 'ssm-command'
    ? []
    : textsIn(check.commands, ['commands']).flatMap(({ text, path: member }) => {
        const [name] = placeholdersIn(text);
        return name === undefined
          ? []
          : [
              aFinding(
                'PlaceholderInCommand',
                `A command may not have placeholders: {{${shorten(name, 60)}}} is not filled in.`,
                whereOf([...path, ...member]),
              ),
            ];
      });

const assertionsOf = (
  check: Check,
): { readonly assertions: readonly Assertion[]; readonly at: readonly string[] } => {
  if (check.kind === 'http')
    return { assertions: check.expect.assertions, at: ['expect', 'assertions'] };
  return check.kind === 'lambda-invoke'
    ? { assertions: check.assertions, at: ['assertions'] }
    : { assertions: [], at: [] };
};

const faultsOfAssertions = (
  { whereOf }: CheckedPolicy,
  { check, path }: PlacedCheck,
): readonly Finding[] => {
  const { assertions, at } = assertionsOf(check);
  return assertions.flatMap((assertion, index): readonly Finding[] => {
    const where = (member: string) => whereOf([...path, ...at, index, member]);
    const badPath = faultOf(() => readPaths([filled(assertion.path)], {}));
    const { matches, atLeast, atMost } = assertion;
    const badPattern =
      matches === undefined ? undefined : faultOf(() => new RegExp(filled(matches)));
    const isUpsideDown = atLeast !== undefined && atMost !== undefined && atLeast > atMost;
    return [
      ...(badPath === undefined
        ? []
        : [aFinding('PathNotValid', `${badPath}${hintOf(assertion.path)}`, where('path'))]),
      ...(badPattern === undefined
        ? []
        : [aFinding('PatternNotValid', badPattern, where('matches'))]),
      ...(isUpsideDown
        ? [
            aFinding(
              'MinAboveMax',
              `atLeast ${atLeast} is above atMost ${atMost}: no value is both.`,
              where('atLeast'),
            ),
          ]
        : []),
    ];
  });
};

/** A release's value in the place of each placeholder: any word that needs no quotes. */
const filled = (text: string): string => text.replace(/\{\{[^{}]*\}\}/g, 'x');

/** What others than JMESPath take: JSONPath's root, and numbers that stand bare. */
const hintOf = (path: string): string => {
  if (/[<>=]\s*-?\d/.test(path)) return '. In JMESPath numbers stand in backticks, as in n > `5`.';
  if (!path.startsWith('$')) return '';
  const meant = path.replace(/^\$\.?/, '');
  const isRead = faultOf(() => readPaths([filled(meant)], {})) === undefined;
  return `. That is JSONPath, and JMESPath is read${isRead ? `: write ${JSON.stringify(meant)}` : ''}.`;
};

const MESSAGE_LENGTH = 200;

const faultOf = (read: () => unknown): string | undefined => {
  try {
    read();
    return undefined;
  } catch (thrown) {
    return shorten(thrown instanceof Error ? thrown.message : String(thrown), MESSAGE_LENGTH);
  }
};
