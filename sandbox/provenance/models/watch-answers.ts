import { AwsError, type Call, type Operation, type Service } from '../../service';
import { type Model, toModel } from '../../wire/model';
import { parseJson } from '../../wire/protocols/json';
import { WrittenOutput } from '../../wire/protocols/protocol';
import { checkValue } from './check-value';
import { commonErrors, ownErrors } from './common-errors';
import type { PublishedModel } from './published-model';

export interface AnswerWatch {
  /** The same services; each answer and each refusal of theirs is checked against the models. */
  watch(services: readonly Service[]): readonly Service[];
  /** What was wrong so far, each fault once: `lambda GetFunction: /Configuration/State is …`. */
  faults(): readonly string[];
  /** What was answered so far, not counting refusals: `lambda GetFunction`. */
  answered(): ReadonlySet<string>;
}

export interface AnswerWatchOptions {
  /** Undefined where there is none: enums and errors are then not checked. */
  readonly publishedModelOf?: (signingName: string) => PublishedModel | undefined;
}

/** An operation without output has an empty body. */
const bodyOf = ({ body }: WrittenOutput): unknown =>
  body === '' ? undefined : parseJson(Buffer.from(body));

/** Checks each answer where it is made, before any protocol writes it: for tests. */
export const createAnswerWatch = ({ publishedModelOf }: AnswerWatchOptions = {}): AnswerWatch => {
  const faults = new Set<string>();
  const answered = new Set<string>();
  const models = new Map<Service, Promise<Model>>();
  const modelOf = (service: Service): Promise<Model> => {
    const model = models.get(service) ?? service.loadModel().then(toModel);
    models.set(service, model);
    return model;
  };

  const checkAnswer = (model: Model, service: Service, name: string, output: unknown): void => {
    const title = `${service.signingName} ${name}`;
    const written = output instanceof WrittenOutput;
    const value = written ? bodyOf(output) : output;
    const schema = model.operations.get(name)?.output;
    if (schema === undefined) faults.add(`${title} is no operation of the model`);
    else
      for (const fault of checkValue(schema, value, '', written ? 'json' : 'objects'))
        faults.add(`${title}: ${fault}`);
    for (const fault of publishedModelOf?.(service.signingName)?.enumFaults(name, value) ?? [])
      faults.add(`${title}: ${fault}`);
    answered.add(title);
  };
  const checkRefusal = (service: Service, name: string, error: unknown): void => {
    const declared = publishedModelOf?.(service.signingName)?.errorsOf(name);
    if (!(error instanceof AwsError) || declared === undefined) return;
    if ([...declared, ...commonErrors, ...ownErrors].includes(error.code)) return;
    faults.add(`${service.signingName} ${name} does not declare the error ${error.code}`);
  };
  const watched = (
    service: Service,
    name: string,
    operation: Operation<unknown, unknown>,
  ): Operation<unknown, unknown> => ({
    ...operation,
    run: async (input: unknown, call: Call) => {
      const model = await modelOf(service);
      try {
        const output = await operation.run(input, call);
        checkAnswer(model, service, name, output);
        return output;
      } catch (error) {
        checkRefusal(service, name, error);
        throw error;
      }
    },
  });

  return {
    watch: (services) =>
      services.map((service) => {
        const operations: Readonly<Record<string, Operation<unknown, unknown>>> =
          service.operations;
        return {
          ...service,
          operations: Object.fromEntries(
            Object.entries(operations).map(([name, it]) => [name, watched(service, name, it)]),
          ),
        };
      }),
    faults: () => [...faults],
    answered: () => answered,
  };
};
