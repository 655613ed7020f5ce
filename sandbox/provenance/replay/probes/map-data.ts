import { DeleteObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { ValidateStateMachineDefinitionCommand } from '@aws-sdk/client-sfn';
import type { Probe, ProbeContext } from '../probe';
import { askState, MAKES } from '../run-machine';

const GET_OBJECT = 'arn:aws:states:::s3:getObject';

const aMap = (more: object): object => ({
  Type: 'Map',
  Label: 'Items',
  ItemProcessor: {
    ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
    StartAt: 'Each',
    States: { Each: { Type: 'Pass', End: true } },
  },
  ...more,
});

/** Definitions whose parts do not fit together. */
const sentences: Probe = {
  id: 'states-map-data-sentences',
  needs: [],
  run: async ({ clients: { states }, ask }) => {
    const reader = (ReaderConfig: object): object => ({
      ItemReader: { Resource: GET_OBJECT, ReaderConfig, Arguments: { Bucket: 'b', Key: 'k' } },
    });
    const inline = { StartAt: 'Each', States: { Each: { Type: 'Pass', End: true } } };
    const wrong: Readonly<Record<string, object>> = {
      'a reader of an inline map': { ...reader({ InputType: 'JSON' }), ItemProcessor: inline },
      'a reader beside items': { ...reader({ InputType: 'JSON' }), Items: [1] },
      'no type of the input': reader({}),
      'no place of the headers': reader({ InputType: 'CSV' }),
      'no headers': reader({ InputType: 'CSV', CSVHeaderLocation: 'GIVEN' }),
      'a writer of nothing': { Items: [1], ResultWriter: {} },
    };
    for (const [step, more] of Object.entries(wrong))
      await ask(step, async () => {
        const definition = JSON.stringify({
          QueryLanguage: 'JSONata',
          StartAt: 'Go',
          States: { Go: { ...aMap(more), End: true } },
        });
        const { result, diagnostics } = await states.send(
          new ValidateStateMachineDefinitionCommand({ definition }),
        );
        return { result, diagnostics };
      });
  },
};

const putFile = async (context: ProbeContext, Key: string, Body: string): Promise<object> => {
  const { s3 } = context.clients;
  const Bucket = context.names.bucketName;
  await context.make(
    'an object',
    () => s3.send(new PutObjectCommand({ Bucket, Key, Body })),
    () => s3.send(new DeleteObjectCommand({ Bucket, Key })),
  );
  return { Bucket, Key };
};

/** Maps over files: those that cannot be read, and what is an item in the others. */
const files: Probe = {
  id: 'states-map-data',
  needs: ['statesRole', 'bucket'],
  makes: MAKES,
  run: async (context) => {
    const over = async (step: string, file: string, ReaderConfig: object, more: object = {}) => {
      const Arguments = await putFile(context, step.replaceAll(' ', '-'), file);
      const ItemReader = { Resource: GET_OBJECT, ReaderConfig, Arguments };
      await askState(context, step, aMap({ ItemReader, ...more }));
    };
    const inFirstRow = { InputType: 'CSV', CSVHeaderLocation: 'FIRST_ROW' };
    await over('a file that is no JSON', '{', { InputType: 'JSON' });
    await over('a file without an array', '1', { InputType: 'JSON' });
    await over('a line that is no JSON', '{"a":1}\n{', { InputType: 'JSONL' });
    await over('an empty line', 'a,b\n1,2\n\n3,4\n', inFirstRow);
    await over(
      'results in lines',
      '[1,2]',
      { InputType: 'JSON' },
      { ResultWriter: { WriterConfig: { OutputType: 'JSONL', Transformation: 'COMPACT' } } },
    );
    const ItemReader = {
      Resource: GET_OBJECT,
      ReaderConfig: { InputType: 'JSON' },
      Arguments: { Bucket: context.names.bucketName, Key: 'absent' },
    };
    await askState(context, 'a file that is not there', aMap({ ItemReader }));
  },
};

export const mapDataProbes: readonly Probe[] = [sentences, files];
