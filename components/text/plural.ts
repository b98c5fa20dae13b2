/** How many there are of something, in words: "1 agent", "1,204 agents". */
export function counted(count: number, noun: string): string {
  return `${grouped(count)} ${count === 1 ? noun : (irregular[noun] ?? `${noun}s`)}`;
}

/** A number with its thousands grouped: "1,204". */
export function grouped(count: number): string {
  return count.toLocaleString("en-GB");
}

const irregular: Record<string, string> = { person: "people" };
