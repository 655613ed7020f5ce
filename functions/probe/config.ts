import * as z from 'zod/mini';
import { parseInput } from '../shared/parse';

/** https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html#configuration-envvars-runtime */
const Environment = z.object({
  /** `127.0.0.1:9001` or the like; absent where no runtime API serves the function. */
  AWS_LAMBDA_RUNTIME_API: z.optional(z.string().check(z.minLength(1))),
});

/** Throws InvalidInputError with every fault of the environment at once. */
export const readConfig = () => {
  const env = parseInput(Environment, 'The environment', process.env);
  return { runtimeApi: env.AWS_LAMBDA_RUNTIME_API };
};
