/** What becomes of a batch of messages: the failed ones stay in the queue. */
export interface BatchVerdict {
  readonly succeeded: readonly string[];
  readonly failed: readonly string[];
}

export interface BatchResult {
  /** What the handler returned, as JSON text. */
  readonly payload: string;
  readonly functionError?: string;
}

/**
 * Which messages a batch's invocation has done with. Without ReportBatchItemFailures the answer does not matter; with
 * it, an empty or null answer or list is success, and any fault in the list fails the whole batch.
 * documented (https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html)
 */
export const judgeBatch = (
  messageIds: readonly string[],
  result: BatchResult,
  reportsItemFailures: boolean,
): BatchVerdict => {
  const all = { succeeded: messageIds, failed: [] };
  const none = { succeeded: [], failed: messageIds };
  if (result.functionError !== undefined) return none;
  if (!reportsItemFailures) return all;
  const failures = reportedFailures(result.payload);
  if (failures === undefined) return none;
  const failed = new Set(failures);
  if (failures.some((id) => !messageIds.includes(id))) return none;
  return {
    succeeded: messageIds.filter((id) => !failed.has(id)),
    failed: messageIds.filter((id) => failed.has(id)),
  };
};

/** Undefined where the answer breaks the format. */
const reportedFailures = (payload: string): readonly string[] | undefined => {
  const answer = parseJson(payload);
  if (answer === null) return [];
  if (!isRecord(answer)) return undefined;
  const list = answer['batchItemFailures'] ?? [];
  if (!Array.isArray(list)) return undefined;
  const ids = list.map((item: unknown) => (isRecord(item) ? item['itemIdentifier'] : undefined));
  return ids.every((id) => typeof id === 'string' && id !== '') ? ids.map(String) : undefined;
};

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
