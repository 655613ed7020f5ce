import * as z from 'zod/mini';
import { parseJson } from '../../../../../sandbox/services/eventbridge/pattern/json';
import { targetInputOf } from '../../../../../sandbox/services/eventbridge/delivery/target-input';
import { readConformance } from '../../conformance';

const RecordedCase = z.object({
  id: z.string(),
  entries: z.array(z.object({ Source: z.string(), DetailType: z.string(), Detail: z.string() })),
  asserts: z.array(z.boolean()),
  inputPath: z.nullable(z.string()),
  inputTransformer: z.nullable(
    z.object({ InputPathsMap: z.record(z.string(), z.string()), InputTemplate: z.string() }),
  ),
  expectedTargetPayloads: z.array(z.unknown()),
});
type RecordedCase = z.infer<typeof RecordedCase>;

/** Recordings hold JSON objects parsed, and everything else as the text that came. */
const comparable = (text: string): unknown => {
  const parsed: unknown = JSON.parse(text);
  return typeof parsed === 'object' ? parsed : text;
};

const payloadsOf = ({ entries, inputPath, inputTransformer }: RecordedCase): unknown[] =>
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

it('gives targets what AWS gave them in the recorded cases', () => {
  // given
  const recorded = readConformance('eventbridge-input-transform-aws-validated.json');
  if (recorded === undefined) return;
  const cases = recorded.map((one) => RecordedCase.parse(one));

  // when
  const payloads = cases.map((one) => [one.id, payloadsOf(one)]);

  // then
  expect(payloads).toHaveLength(23);
  expect(payloads).toEqual(cases.map((one) => [one.id, one.expectedTargetPayloads]));
});
