import { readFileSync } from "node:fs";

export interface Example {
  command: string;
  /** Lines of the description that an approver must see. */
  shows: string[];
}

export type Corpus = "dangerous" | "harmless" | "unlisted" | "configurations" | "environment" | "hostile";

/** The commands of a file of this folder, whose first lines tell how they are written. */
export function readCorpus(name: Corpus): Example[] {
  const lines = readFileSync(new URL(`${name}.txt`, import.meta.url), "utf8").split("\n");
  const examples: Example[] = [];
  for (const line of lines) {
    if (line.startsWith("=> ")) examples.at(-1)?.shows.push(line.slice(3));
    else if (line !== "" && !line.startsWith("# ")) examples.push({ command: decode(line), shows: [] });
  }
  return examples;
}

function decode(line: string): string {
  const characters = line.replaceAll("⏎", "\n").replaceAll("⇥", "\t");
  return characters.replace(/<U\+([0-9A-F]+)>/g, (_, code) =>
    String.fromCodePoint(Number.parseInt(code, 16)),
  );
}
