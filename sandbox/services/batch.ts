import { AwsError } from '../service';

interface BatchEntry {
  readonly Id: string | undefined;
}
interface BatchFailure {
  readonly Id: string;
  readonly Code: string;
  readonly Message: string;
  readonly SenderFault: boolean;
}

/** Documented: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessageBatch.html */
const ENTRIES_PER_BATCH = 10;

/**
 * Batches of SQS and SNS. Each entry runs alone: what throws is reported in `Failed`, the rest in `Successful`.
 * Throws EmptyBatchRequest, TooManyEntriesInBatchRequest, InvalidBatchEntryId and BatchEntryIdsNotDistinct for the
 * whole; SNS's names for them end in `Exception`.
 */
export const runBatch = <Entry extends BatchEntry, Done extends object>(
  entries: readonly Entry[] | undefined,
  run: (entry: Entry) => Done,
  suffix: '' | 'Exception' = '',
): { Successful: (Done & { Id: string })[]; Failed: BatchFailure[] } => {
  const checked = checkEntries(entries ?? [], suffix);
  const Successful: (Done & { Id: string })[] = [];
  const Failed: BatchFailure[] = [];
  for (const { id, entry } of checked) {
    try {
      Successful.push({ ...run(entry), Id: id });
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      Failed.push({
        Id: id,
        Code: error.code.replace(/Exception$/, ''),
        Message: error.message,
        SenderFault: true,
      });
    }
  }
  return { Successful, Failed };
};

const checkEntries = <Entry extends BatchEntry>(
  entries: readonly Entry[],
  suffix: string,
): readonly { id: string; entry: Entry }[] => {
  if (entries.length === 0)
    throw new AwsError(
      `EmptyBatchRequest${suffix}`,
      'There should be at least one entry in the request.',
    );
  if (entries.length > ENTRIES_PER_BATCH)
    throw new AwsError(
      `TooManyEntriesInBatchRequest${suffix}`,
      `Maximum number of entries per request are ${ENTRIES_PER_BATCH}. You have sent ${entries.length}.`,
    );
  const ids = entries.map(({ Id }) => Id ?? '');
  if (ids.some((id) => !/^[\w-]{1,80}$/.test(id)))
    throw new AwsError(
      `InvalidBatchEntryId${suffix}`,
      'A batch entry id can only contain alphanumeric characters, hyphens and underscores. It can be at most 80 letters long.',
    );
  const repeated = ids.find((id, index) => ids.indexOf(id) !== index);
  if (repeated !== undefined)
    throw new AwsError(`BatchEntryIdsNotDistinct${suffix}`, `Id ${repeated} repeated.`);
  return entries.map((entry) => ({ id: entry.Id ?? '', entry }));
};
