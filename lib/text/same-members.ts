/** Whether two lists have the same members, regardless of order and repetition. */
export function hasSameMembers(one: readonly string[], other: readonly string[]): boolean {
  const [left, right] = [new Set(one), new Set(other)];
  return left.size === right.size && [...left].every((id) => right.has(id));
}
