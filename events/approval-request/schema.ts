import * as z from 'zod/mini';
import { isoTime } from '../envelope/timestamp';

const name = z.string().check(z.minLength(1), z.maxLength(100));

/**
 * What a manual approval action publishes to its topic: the only event that carries the token. `expires` has no
 * seconds; what the action was not given is null.
 * https://docs.aws.amazon.com/codepipeline/latest/userguide/approvals-json-format.html
 */
export const ApprovalRequest = z.object({
  region: z.string(),
  approval: z.object({
    pipelineName: name,
    stageName: name,
    actionName: name,
    token: z.string().check(z.minLength(1)),
    expires: isoTime,
    externalEntityLink: z.nullish(z.string()),
    customData: z.nullish(z.string()),
  }),
});
