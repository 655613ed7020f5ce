import type { Identity } from '../../permissions/identity';
import type { Caller, Cloud } from '../../service';
import type { BucketBook } from './bucket-book';

/** What S3's operations work with. */
export interface S3Parts {
  readonly cloud: Pick<Cloud, 'account' | 'region' | 'clock' | 'random'>;
  readonly book: BucketBook;
  /** For calls that need more than one permission, or answer by what else the caller may do. */
  readonly authorise: Identity['authorise'];
}

/** Whether the caller may do it: S3 asks where the answer is no reason to fail. */
export const mayDo = (
  { authorise }: Pick<S3Parts, 'authorise'>,
  caller: Caller,
  action: string,
  resource: string,
): boolean => {
  try {
    authorise(caller, action, [resource]);
    return true;
  } catch {
    return false;
  }
};
