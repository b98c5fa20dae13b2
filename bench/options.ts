import { parseArgs } from "node:util";

/** What the bench measures, each by itself with `--only`. */
const sections = [
  "throughput",
  "evaluation",
  "waiting",
  "tabs",
  "notifications",
  "gateway",
  "replay",
  "totals",
] as const;
type Section = (typeof sections)[number];

export interface BenchOptions {
  rounds: number;
  /** Whether any of some sections is measured. */
  isMeasured: (...any: Section[]) => boolean;
  /** How much the tables hold when the statements of pages are measured instead. */
  scale: { people: number; agents: number; requests: number } | undefined;
}

/**
 * Reads the options of `npm run bench -- --only throughput,totals --rounds 3`, or of `--scale` with
 * `--requests`.
 * @throws for an unknown section, or a number that isn't a whole number from 1.
 */
export function readOptions(args: string[]): BenchOptions {
  const { values } = parseArgs({
    args,
    options: {
      only: { type: "string" },
      rounds: { type: "string", default: "5" },
      scale: { type: "boolean", default: false },
      requests: { type: "string", default: "1000000" },
    },
  });
  const chosen = values.only?.split(",") ?? sections;
  const unknown = chosen.filter((name) => !sections.some((section) => section === name));
  if (unknown.length > 0)
    throw new Error(`--only: there is no section ${unknown.join(", ")}. Choose from ${sections.join(", ")}.`);
  const requests = wholeNumber("--requests", values.requests);
  return {
    rounds: wholeNumber("--rounds", values.rounds),
    isMeasured: (...any) => any.some((section) => chosen.includes(section)),
    scale: values.scale ? { people: 10_000, agents: 10_000, requests } : undefined,
  };
}

function wholeNumber(name: string, text: string): number {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 1) throw new Error(`${name}: enter a whole number from 1.`);
  return number;
}
