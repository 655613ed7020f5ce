import type { Approval, ValidationKey } from '../releases/validation/validation';

/** A button that answers for a gate. Who may press it is decided when it was pressed, never by what it carries. */
export interface Button {
  /** Names what pressing means: `gate.pass`. */
  readonly actionId: string;
  readonly label: string;
  readonly style: 'primary' | 'danger';
  /** Which gate, as JSON. Anybody who sees the message can read it. */
  readonly value: string;
  /** What the presser is asked first. */
  readonly confirm: { readonly title: string; readonly text: string; readonly yes: string };
}

const GATE_BUTTONS = [
  {
    decision: 'pass',
    actionId: 'gate.pass',
    label: 'Let it pass',
    style: 'primary',
    consequence: 'The release goes on. Your name stands beside it.',
  },
  {
    decision: 'fail',
    actionId: 'gate.fail',
    label: 'Fail the release',
    style: 'danger',
    consequence: 'The release is stopped and goes back. Your name stands beside it.',
  },
] as const satisfies readonly (Pick<Button, 'actionId' | 'label' | 'style'> & {
  readonly decision: Approval['decision'];
  readonly consequence: string;
})[];

/** The buttons under a question, in their order. `events/slack-interaction` reads what they carry. */
export const gateButtons = ({ release, executionId }: ValidationKey): readonly Button[] => {
  const { account, region, deploymentId } = release;
  const value = JSON.stringify({ v: 1, account, region, deploymentId, executionId });
  return GATE_BUTTONS.map(({ actionId, label, style, consequence }) => ({
    actionId,
    label,
    style,
    value,
    confirm: { title: `${label}?`, text: consequence, yes: label },
  }));
};
