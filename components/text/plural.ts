/** How many there are of something, in words: `1 agent`, `2 agents`. */
export function counted(count: number, noun: string): string {
  return count === 1 ? `1 ${noun}` : `${count} ${noun}s`;
}
