import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const EVENTS = join(__dirname, '../../events');

export type Sample = Readonly<Record<string, unknown>> & {
  readonly detail?: Readonly<Record<string, unknown>>;
};

/** A sample of `events/<folder>/samples`, by its name without `.json`. */
export const eventSample = (folder: string, name: string): Sample =>
  JSON.parse(readFileSync(join(EVENTS, folder, 'samples', `${name}.json`), 'utf8')) as Sample;

/** What comes in no envelope: what one of our functions asks of another by name, and what stands in a signed form. */
const WITHOUT_ENVELOPE = ['probe-request', 'slack-interaction'];

/** Every sample there is of what may reach Slipway, as `folder/name`. */
export const eventSampleNames = (): readonly { readonly folder: string; readonly name: string }[] =>
  readdirSync(EVENTS)
    .filter((it) => !WITHOUT_ENVELOPE.includes(it))
    .flatMap((folder) =>
      readdirSync(join(EVENTS, folder, 'samples')).map((file) => ({
        folder,
        name: file.replace('.json', ''),
      })),
    );

/** The event with other members of its detail. */
export const withDetail = (event: Sample, detail: Readonly<Record<string, unknown>>): Sample => ({
  ...event,
  detail: { ...event.detail, ...detail },
});

/** As a topic hands it to a function. */
export const inSnsRecord = (message: unknown): Sample => {
  const [record] = eventSample('envelope', 'sns-record').Records as { Sns: object }[];
  const text = typeof message === 'string' ? message : JSON.stringify(message);
  return { Records: [{ ...record, Sns: { ...record?.Sns, Message: text } }] };
};

/** As a queue hands them to a function. */
export const inSqsBatch = (queueName: string, ...messages: readonly unknown[]): Sample => {
  const [record] = eventSample('envelope', 'sqs-batch').Records as object[];
  const eventSourceARN = `arn:aws:sqs:eu-west-1:123456789012:${queueName}`;
  return {
    Records: messages.map((it) => ({ ...record, eventSourceARN, body: JSON.stringify(it) })),
  };
};
