/**
 * Whether the text fits the pattern: `*` is any run of characters, `?` is any one. Linear in practice: the last `*`
 * alone is ever tried again, so that no pattern can make it slow.
 */
export const matchesWildcard = (pattern: string, text: string): boolean => {
  let at = 0;
  let inText = 0;
  let star = -1;
  let retryFrom = 0;
  while (inText < text.length) {
    // `*` first: the text may hold a star of its own.
    if (pattern[at] === '*') {
      star = at;
      retryFrom = inText;
      at += 1;
    } else if (at < pattern.length && (pattern[at] === '?' || pattern[at] === text[inText])) {
      at += 1;
      inText += 1;
    } else if (star >= 0) {
      at = star + 1;
      retryFrom += 1;
      inText = retryFrom;
    } else return false;
  }
  while (pattern[at] === '*') at += 1;
  return at === pattern.length;
};

const ARN_PARTS = 6;

/** The six parts of an ARN; the last holds whatever colons remain. */
export const splitArn = (arn: string): readonly string[] => {
  const parts = arn.split(':');
  return [...parts.slice(0, ARN_PARTS - 1), parts.slice(ARN_PARTS - 1).join(':')];
};

/**
 * ArnLike: each of the six parts is compared by itself.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_ARN
 */
export const matchesArn = (pattern: string, arn: string): boolean => {
  if (pattern === '*') return true;
  const wanted = splitArn(pattern);
  const given = splitArn(arn);
  return given.every((part, index) => matchesWildcard(wanted[index] ?? '', part));
};

/**
 * A policy's Resource. An ARN with fewer than six parts has wildcards in the missing ones; a `*` that ends a part
 * may run on over colons, any other stays within its part.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html
 */
export const matchesResource = (pattern: string, resource: string): boolean => {
  if (pattern === '*' || pattern === resource) return true;
  const parts = pattern.split(':');
  const whole = [...parts, ...Array.from({ length: ARN_PARTS - parts.length }, () => '*')];
  return matchesParts(whole, resource);
};

const matchesParts = (parts: readonly string[], resource: string): boolean => {
  const [part = '', ...others] = parts;
  if (others.length === 0)
    return part.endsWith('*')
      ? matchesWildcard(part, resource)
      : !resource.includes(':') && matchesWildcard(part, resource);
  for (let colon = resource.indexOf(':'); colon >= 0; colon = resource.indexOf(':', colon + 1)) {
    if (
      matchesWildcard(part, resource.slice(0, colon)) &&
      matchesParts(others, resource.slice(colon + 1))
    )
      return true;
    // Only a part that ends in `*` may take in the next colon.
    if (!part.endsWith('*')) return false;
  }
  return false;
};
