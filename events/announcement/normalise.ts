import type { Carrier, Reading, Told } from '../envelope/reading';
import { readAs } from '../envelope/reading';
import { Announcement } from './schema';

/** A story of ours is to be told anew. */
export interface AnnouncementEvent extends Told {
  readonly meaning: 'Announcement';
  readonly about: Announcement;
}

export const fromMessage = (value: unknown, carrier: Carrier): Reading<AnnouncementEvent> =>
  readAs(Announcement, value, (about) => {
    const key = `announcement/${'runId' in about ? about.runId : about.deploymentId}`;
    return { meaning: 'Announcement', id: carrier.id ?? key, key, about };
  });
