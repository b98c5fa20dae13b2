/** The same without its members that are undefined: they say nothing, but only without them do two values compare and digest alike. */
export function withoutGaps<T extends object>(value: T): T {
  return Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined)) as T;
}
