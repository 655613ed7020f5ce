import { createHash } from 'node:crypto';
import type { SSMClient } from '@aws-sdk/client-ssm';
import {
  ListCommandInvocationsCommand,
  paginateDescribeInstanceInformation,
  SSMServiceException,
} from '@aws-sdk/client-ssm';
import type { SsmCommandCheck } from '../../../domain/releases/checks/check';
import { fillIn } from '../../../domain/releases/checks/fill-in';
import type { ReleaseSubject } from '../../../domain/releases/release';
import { toIso } from '../../../domain/units';

/**
 * The hosts of a check, at most so many as it says, in the order of their ids. Those with a tag are what SSM manages
 * of them, whether or not they can be reached now: one that cannot is no reason to pass. Throws as `fillIn` does.
 */
export const findHosts = async (
  ssm: SSMClient,
  { hosts, maxHosts }: Pick<SsmCommandCheck, 'hosts' | 'maxHosts'>,
  subject: ReleaseSubject,
  signal: AbortSignal,
): Promise<readonly string[]> => {
  const found =
    hosts.of === 'tag'
      ? await findTagged(ssm, { key: hosts.key, value: fillIn(hosts.value, subject) }, signal)
      : subject.instanceIds;
  return [...new Set(found ?? [])].sort().slice(0, maxHosts);
};

const findTagged = async (
  ssm: SSMClient,
  { key, value }: { readonly key: string; readonly value: string },
  signal: AbortSignal,
): Promise<readonly string[]> => {
  const found: string[] = [];
  const pages = paginateDescribeInstanceInformation(
    { client: ssm, pageSize: 50 },
    { Filters: [{ Key: `tag:${key}`, Values: [value] }] },
    { abortSignal: signal },
  );
  for await (const { InstanceInformationList = [] } of pages)
    found.push(...InstanceInformationList.flatMap(({ InstanceId }) => InstanceId ?? []));
  return found;
};

/** The comment of a command, by which it is found again. SSM takes 100 characters. */
export const markOf = (deploymentId: string, key: string): string => {
  const hash = createHash('sha256').update(key).digest('hex').slice(0, 32);
  return `slipway ${deploymentId.slice(0, 50)} ${hash}`;
};

/** One host has few commands in an hour; one that is not among so many is looked for again later. */
const MOST_PAGES = 4;

/** The id of the command with that mark, by one of its hosts; undefined where SSM does not list it (yet). */
export const findCommand = async (
  ssm: SSMClient,
  { mark, instanceId }: { readonly mark: string; readonly instanceId: string },
  sentAfter: string,
  signal: AbortSignal,
): Promise<string | undefined> => {
  let token: string | undefined;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const answer = await orPassing(() =>
      ssm.send(
        new ListCommandInvocationsCommand({
          InstanceId: instanceId,
          Filters: [{ key: 'InvokedAfter', value: toFilter(sentAfter) }],
          MaxResults: 50,
          NextToken: token,
        }),
        { abortSignal: signal },
      ),
    );
    const found = answer?.CommandInvocations?.find(({ Comment }) => Comment === mark);
    if (found?.CommandId !== undefined) return found.CommandId;
    token = answer?.NextToken;
    if (token === undefined) return undefined;
  }
  return undefined;
};

/** SSM's clock may be behind ours, and whether it counts the very moment is not documented. */
const BEFORE_MS = 60_000;

/** SSM's filter takes no fractions: `2026-11-02T11:59:00Z`. */
const toFilter = (iso: string): string =>
  toIso(Date.parse(iso) - BEFORE_MS).replace(/\.\d+Z$/, 'Z');

const PASSING = [
  'RequestLimitExceeded',
  'Throttling',
  'ThrottlingException',
  'TimeoutError',
  'TooManyRequestsException',
];

/** What the call gives; undefined where AWS is too busy now, since whoever polls asks again anyway. */
export const orPassing = async <T>(call: () => Promise<T>): Promise<T | undefined> => {
  try {
    return await call();
  } catch (thrown) {
    const isServers = thrown instanceof SSMServiceException && thrown.$fault === 'server';
    if (isServers || (thrown instanceof Error && PASSING.includes(thrown.name))) return undefined;
    throw thrown;
  }
};
