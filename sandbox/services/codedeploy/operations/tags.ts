import type {
  ListTagsForResourceInput,
  ListTagsForResourceOutput,
  Tag,
  TagResourceInput,
  TagResourceOutput,
  UntagResourceInput,
  UntagResourceOutput,
} from '@aws-sdk/client-codedeploy';

import { AwsError, operation } from '../../../service';
import type { CodeDeployState } from '../state';
import { findApplication, findGroup } from './checks';
import type { Parts } from './parts';

export const setTags = (
  { tags }: CodeDeployState,
  arn: string,
  added: readonly Tag[] | undefined,
): void => {
  const merged = new Map(tags.get(arn));
  for (const { Key, Value } of added ?? []) {
    if (Key === undefined || Key === '' || Key.startsWith('aws:'))
      throw new AwsError('InvalidTagsToAddException', `The tag key ${Key ?? ''} is not valid`);
    merged.set(Key, Value ?? '');
  }
  tags.set(arn, merged);
};

export const tagOperations = ({ state }: Parts) => {
  const onResource = ({ ResourceArn }: { ResourceArn?: string | undefined }) => [
    ResourceArn ?? '*',
  ];
  return {
    ListTagsForResource: operation<ListTagsForResourceInput, ListTagsForResourceOutput>({
      resources: onResource,
      run: ({ ResourceArn }) => ({
        Tags: [...(state.tags.get(requireTaggable(state, ResourceArn)) ?? [])].map(
          ([Key, Value]) => ({ Key, Value }),
        ),
      }),
    }),
    TagResource: operation<TagResourceInput, TagResourceOutput>({
      resources: onResource,
      run: ({ ResourceArn, Tags }) => {
        const arn = requireTaggable(state, ResourceArn);
        if (Tags === undefined || Tags.length === 0)
          throw new AwsError('TagRequiredException', 'A tag was not specified');
        setTags(state, arn, Tags);
        return {};
      },
    }),
    UntagResource: operation<UntagResourceInput, UntagResourceOutput>({
      resources: onResource,
      run: ({ ResourceArn, TagKeys }) => {
        const arn = requireTaggable(state, ResourceArn);
        for (const key of TagKeys ?? []) state.tags.get(arn)?.delete(key);
        return {};
      },
    }),
  };
};

/** Applications and deployment groups carry tags (documented: the service authorization reference). */
const requireTaggable = (state: CodeDeployState, arn: string | undefined): string => {
  if (arn === undefined || arn === '')
    throw new AwsError('ResourceArnRequiredException', 'The ARN of a resource is required');
  const [, kind, rest = ''] = /^arn:[^:]+:codedeploy:[^:]*:\d{12}:([^:]+):(.+)$/.exec(arn) ?? [];
  if (kind === undefined)
    throw new AwsError('InvalidArnException', `The ARN is not in a valid format: ${arn}`);
  const [applicationName, groupName] = rest.split('/');
  if (kind === 'application') findApplication(state, applicationName);
  else if (kind === 'deploymentgroup') findGroup(state, applicationName, groupName);
  else throw new AwsError('ArnNotSupportedException', `The ARN is not supported: ${arn}`);
  return arn;
};
