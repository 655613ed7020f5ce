import type { FunctionSpec } from './function-spec';

/** What of the sandbox every function must find instead of the real AWS and the real Slack. */
export interface SandboxAddresses {
  readonly region: string;
  /** Where AWS answers: `http://127.0.0.1:N`. */
  readonly endpoint: () => string;
  /** `host:port` of the X-Ray daemon; left out where there is none. */
  readonly xrayDaemon?: () => string | undefined;
}

/**
 * The whole environment of a function's process: Lambda's own variables, the function's, its role's credentials, and
 * the sandbox's addresses, which nothing overrides. Of the sandbox's own environment only PATH is passed on.
 * documented (https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html)
 */
export const functionEnvironment = (
  spec: FunctionSpec,
  taskRoot: string,
  logStreamName: string,
  { region, endpoint, xrayDaemon }: SandboxAddresses,
): Record<string, string> => {
  const daemon = xrayDaemon?.();
  return {
    PATH: process.env.PATH ?? '/usr/local/bin:/usr/bin:/bin',
    LANG: 'en_US.UTF-8',
    ...spec.environment,
    TZ: ':UTC',
    PWD: taskRoot,
    LAMBDA_TASK_ROOT: taskRoot,
    _HANDLER: spec.handler,
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_EXECUTION_ENV: `AWS_Lambda_${spec.runtime}`,
    AWS_LAMBDA_FUNCTION_NAME: spec.functionName,
    AWS_LAMBDA_FUNCTION_VERSION: spec.version,
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(spec.memoryMiB),
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    AWS_LAMBDA_LOG_GROUP_NAME: `/aws/lambda/${spec.functionName}`,
    AWS_LAMBDA_LOG_STREAM_NAME: logStreamName,
    AWS_XRAY_CONTEXT_MISSING: 'LOG_ERROR',
    ...(daemon === undefined ? {} : { AWS_XRAY_DAEMON_ADDRESS: daemon }),
    AWS_ENDPOINT_URL: endpoint(),
    SLACK_API_URL: `${endpoint()}/slack/api/`,
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
  };
};
