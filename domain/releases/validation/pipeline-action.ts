import { InvalidInputError } from '../../errors';

/**
 * Whose policy a pipeline's action asks for, as its user parameters say it: `application/group`. Throws
 * InvalidInputError for anything else.
 */
export const parseActionPolicy = (
  userParameters: string | undefined,
): { readonly application: string; readonly group: string } => {
  const [application, group, ...rest] = (userParameters ?? '').trim().split('/');
  const isName = (text: string | undefined): text is string =>
    /^[\w.@*+=,-]{1,100}$/.test(text ?? '');
  if (!isName(application) || !isName(group) || rest.length > 0)
    throw new InvalidInputError("The action's user parameters", [
      `expected application/group, as shop/checkout, not "${userParameters ?? ''}"`,
    ]);
  return { application, group };
};
