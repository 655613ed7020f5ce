import type { Story } from '../sandbox/stories/story';
import { tour } from '../sandbox/stories/tour';
import { UsageError } from './usage-error';

const STORIES: readonly Story[] = [tour];

export const storyNames = STORIES.map((story) => story.name);

/** Throws UsageError for a story that there is not. */
export const findStory = (name: string): Story => {
  const story = STORIES.find((it) => it.name === name);
  if (story === undefined)
    throw new UsageError(`There is no story ${name}. There is: ${storyNames.join(', ')}.`);
  return story;
};
