import type { Carrier, Reading, Told } from '../envelope/reading';
import { readAs } from '../envelope/reading';
import { ApprovalRequest } from './schema';

/** A pipeline waits for a person. */
export interface ApprovalRequestEvent extends Told {
  readonly meaning: 'ApprovalRequest';
  /** Of the topic that carried it: the message itself does not say. */
  readonly account?: string;
  readonly region: string;
  readonly pipeline: string;
  readonly stage: string;
  readonly action: string;
  /** Whoever holds it may approve: never to be logged. */
  readonly token: string;
  /** ISO-8601 UTC. */
  readonly expiresAt: string;
  readonly link?: string;
  /** What the pipeline's author wrote for the approver. */
  readonly note?: string;
}

export const fromMessage = (value: unknown, carrier: Carrier): Reading<ApprovalRequestEvent> =>
  readAs(ApprovalRequest, value, ({ region, approval }) => {
    const { pipelineName: pipeline, stageName: stage, actionName: action, token } = approval;
    const expiresAt = approval.expires;
    const key = `approval/${carrier.account ?? '-'}/${region}/${pipeline}/${stage}/${action}/${expiresAt}`;
    return {
      meaning: 'ApprovalRequest',
      id: carrier.id ?? key,
      key,
      account: carrier.account,
      region,
      pipeline,
      stage,
      action,
      token,
      expiresAt,
      link: approval.externalEntityLink ?? undefined,
      note: approval.customData ?? undefined,
    };
  });
