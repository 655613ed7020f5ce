const OFFSET_DATE_TIME =
  /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:\d{2})$/;

/** Whether it is a time with an offset, as a Wait's Timestamp says one. */
export const isOffsetDateTime = (text: string): boolean =>
  OFFSET_DATE_TIME.test(text) && !Number.isNaN(Date.parse(text));
