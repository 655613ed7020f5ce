import * as z from 'zod/mini';
import { targetInputOf } from '../../services/eventbridge/delivery/target-input';
import { parseJson } from '../../services/eventbridge/pattern/json';
import { difference, judgeCases, type SetOutcome } from './outcome';

const InputCase = z.object({
  id: z.string(),
  entries: z.array(z.object({ Source: z.string(), DetailType: z.string(), Detail: z.string() })),
  inputPath: z.nullable(z.string()),
  inputTransformer: z.nullable(
    z.object({ InputPathsMap: z.record(z.string(), z.string()), InputTemplate: z.string() }),
  ),
  expectedTargetPayloads: z.array(z.unknown()),
});
type InputCase = z.infer<typeof InputCase>;

/** Recordings hold JSON objects parsed, and everything else as the text that came. */
const comparable = (text: string): unknown => {
  const parsed: unknown = JSON.parse(text);
  return typeof parsed === 'object' ? parsed : text;
};

const payloadsOf = ({ entries, inputPath, inputTransformer }: InputCase): readonly unknown[] =>
  entries.map((entry) => {
    const event = {
      source: entry.Source,
      'detail-type': entry.DetailType,
      // Recordings have the time redacted to this word.
      time: 'date',
      detail: parseJson(entry.Detail),
    };
    const target = {
      InputPath: inputPath ?? undefined,
      InputTransformer: inputTransformer ?? undefined,
    };
    return comparable(
      targetInputOf(target, { event, ruleArn: '', ruleName: '', ingestionTime: '' }),
    );
  });

/** What a rule's target receives under InputPath and InputTransformer. */
export const checkInputs = (cases: readonly unknown[]): SetOutcome =>
  judgeCases(
    'EventBridge input transforms',
    cases.map((it) => InputCase.parse(it)),
    {
      nameOf: ({ id }) => id.replace(/^.*::/, ''),
      whyNot: (it) => difference(payloadsOf(it), it.expectedTargetPayloads),
    },
  );
