import type { Carrier, Reading, Told } from '../envelope/reading';
import { readAs } from '../envelope/reading';
import { SlackClick } from './schema';

/** Somebody answered for a gate in Slack. */
export interface SlackClickEvent extends Told {
  readonly meaning: 'SlackClick';
  readonly click: SlackClick;
}

export const fromMessage = (value: unknown, carrier: Carrier): Reading<SlackClickEvent> =>
  readAs(SlackClick, value, (click) => {
    const { gate, word } = click;
    const key = `slack-click/${gate.release.deploymentId}/${gate.executionId}/${word.by}/${word.at}`;
    return { meaning: 'SlackClick', id: carrier.id ?? key, key, click };
  });
