import type {
  ListTagsRequest,
  ListTagsResponse,
  TagResourceRequest,
  UntagResourceRequest,
} from '@aws-sdk/client-lambda';
import { operation } from '../../../service';
import type { LambdaContext } from '../context';
import { unqualifiedResources } from '../names';
import { findFunction } from '../store/function-store';

/** Tags of functions; other resources of Lambda have none here. */
export const tagOperations = (context: LambdaContext) => {
  const { cloud, store } = context;
  const resources = ({ Resource }: { Resource: string | undefined }): readonly string[] =>
    unqualifiedResources(cloud, Resource);
  return {
    TagResource: operation<TagResourceRequest, void>({
      resources,
      run: ({ Resource, Tags }) => {
        const { tags } = findFunction(cloud, store, Resource);
        for (const [key, value] of Object.entries(Tags ?? {})) tags.set(key, value);
      },
    }),
    UntagResource: operation<UntagResourceRequest, void>({
      resources,
      run: ({ Resource, TagKeys }) => {
        const { tags } = findFunction(cloud, store, Resource);
        for (const key of TagKeys ?? []) tags.delete(key);
      },
    }),
    ListTags: operation<ListTagsRequest, ListTagsResponse>({
      resources,
      run: ({ Resource }) => ({
        Tags: Object.fromEntries(findFunction(cloud, store, Resource).tags),
      }),
    }),
  };
};
