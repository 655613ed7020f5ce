/** As much of an element as a press needs. */
export interface PressedElement {
  closest(selector: string): PressedElement | null;
  readonly id?: string;
  readonly dataset: Readonly<Record<string, string | undefined>>;
}

export const readPress: (
  target: PressedElement,
  userId: string,
) =>
  | {
      readonly confirm: string | undefined;
      readonly press: Readonly<Record<'userId' | 'channel' | 'ts' | 'actionId', string>>;
    }
  | undefined;

export const offerPeople: (
  select: unknown,
  names: Readonly<Record<string, string>>,
  page: unknown,
) => void;

export const listenToPresses: (options: {
  readonly window: unknown;
  readonly channels: unknown;
  readonly select: { readonly value: string };
  readonly onTrouble: (message: string) => void;
}) => void;
