import type { SNSClient } from '@aws-sdk/client-sns';
import { PublishCommand } from '@aws-sdk/client-sns';
import type { Notice, Notices } from '../../domain/releases/ports';
import { shorten } from '../../domain/units';

/** Publishes notices as documented JSON (docs/notices.md); `pages` is its own topic, so paging needs no Slack. */
export const createNotices = (
  client: SNSClient,
  topics: { readonly notices: string; readonly pages: string },
): Notices => {
  const send = async (topicArn: string, notice: Notice): Promise<void> => {
    await client.send(
      new PublishCommand({
        TopicArn: topicArn,
        Subject: subjectOf(notice),
        Message: JSON.stringify({ schemaVersion: 1, ...notice }),
        MessageAttributes: { kind: { DataType: 'String', StringValue: notice.kind } },
      }),
    );
  };
  return {
    publish: (notice) => send(topics.notices, notice),
    page: (notice) => send(topics.pages, notice),
  };
};

/** SNS takes printable ASCII, at most 100 characters, no line breaks. */
const subjectOf = (notice: Notice): string =>
  shorten(`Slipway ${notice.kind} ${notice.deploymentId}`.replace(/[^\x20-\x7e]/g, '?'), 99);
