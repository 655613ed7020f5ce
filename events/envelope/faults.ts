import type * as z from 'zod/mini';

/**
 * What is wrong with an input, a phrase per fault, all of them. The value itself is left out: it may be a secret. A
 * bundle has no room for zod's own sentences.
 */
export const toFaults = (error: z.core.$ZodError): readonly string[] => error.issues.map(toFault);

const toFault = (issue: z.core.$ZodIssue): string => {
  const where = issue.path.map(String).join('.') || 'all of it';
  return issue.code === 'invalid_type'
    ? `${where} must be a ${issue.expected}`
    : `${where} is out of form (${issue.code})`;
};
