import type { Target } from '@aws-sdk/client-eventbridge';
import { invalid } from './bus-book';
import { parseJsonPath } from './delivery/json-path';
import { unknownPlaceholders } from './delivery/target-input';
import { tryParseJson } from './pattern/json';

/** Throws ValidationException. The sentences are as AWS was seen to write them; that they end the call is assumed. */
export const checkTargets = (targets: readonly Target[], region: string): void => {
  const ids = targets.map(({ Id: id }) => id);
  const twice = ids.find((id, index) => ids.indexOf(id) !== index);
  if (twice !== undefined)
    invalid(
      `Parameter targets is not valid. Reason: More than one target with Id '${twice}' is provided.`,
    );
  for (const target of targets) {
    checkInput(target);
    checkDeadLetters(target, region);
  }
};

const checkInput = ({
  Id: id,
  Input: input,
  InputPath: path,
  InputTransformer: transformer,
}: Target): void => {
  if ([input, path, transformer].filter((given) => given !== undefined).length > 1)
    invalid(`Only one of Input, InputPath, or InputTransformer must be provided for target ${id}.`);
  if (input !== undefined && tryParseJson(input) === undefined)
    invalid(`JSON syntax error in input for target ${id}.`);
  const paths = path === undefined ? Object.values(transformer?.InputPathsMap ?? {}) : [path];
  if (paths.some((it) => parseJsonPath(it) === undefined))
    invalid(`InputPath for target ${id} is invalid.`);
  const { InputTemplate: template = '', InputPathsMap: names = {} } = transformer ?? {};
  const [unknown] = unknownPlaceholders(template, Object.keys(names));
  if (unknown !== undefined)
    invalid(`InputTemplate for target ${id} contains invalid placeholder ${unknown}.`);
  if (template.includes(`<${WHOLE_EVENT}>`) && !template.trimStart().startsWith('{'))
    invalid(
      `InputTemplate for target ${id} contains placeholder ${WHOLE_EVENT} valid only for JSON template.`,
    );
};

const WHOLE_EVENT = 'aws.events.event.json';

/** A standard queue of the rule's own region. Documented: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-dlq.html */
const checkDeadLetters = ({ DeadLetterConfig: config }: Target, region: string): void => {
  if (config?.Arn === undefined) return;
  const [, , service = '', ofRegion, , name = ''] = config.Arn.split(':');
  if (service !== 'sqs')
    invalid(`${service === '' ? config.Arn : service} is not supported as a dead letter resource.`);
  if (name.endsWith('.fifo')) invalid('SQS FIFO is not supported by Dead Letter Queues.');
  if (ofRegion !== region)
    invalid(`The dead letter queue ${config.Arn} is not in the region of its rule, ${region}.`);
};
