/**
 * A refusal as Slack words it: HTTP 200 with `{"ok":false,"error":code}`. Where details are given they stand under
 * `errors` and, marked `[ERROR]`, under `response_metadata.messages`. recorded
 * (https://github.com/grafana-cold-storage/oncall/pull/5121, https://github.com/adobe/spacecat-api-service/issues/176)
 */
export class SlackError extends Error {
  constructor(
    readonly code: string,
    readonly details: readonly string[] = [],
  ) {
    super(details.length === 0 ? code : `${code}: ${details.join('; ')}`);
    this.name = 'SlackError';
  }
}

/**
 * HTTP 429, `Retry-After` in whole seconds, `{"ok":false,"error":"ratelimited"}`. documented
 * (https://docs.slack.dev/apis/web-api/rate-limits)
 */
export class RateLimited extends SlackError {
  constructor(readonly retryAfterSec: number) {
    super('ratelimited');
    this.name = 'RateLimited';
  }
}
