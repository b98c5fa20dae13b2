/** Whether two lists name the same things, each once or several times, in whatever order. */
export function hasSameMembers(one: readonly string[], other: readonly string[]): boolean {
  const [left, right] = [new Set(one), new Set(other)];
  return left.size === right.size && [...left].every((id) => right.has(id));
}
