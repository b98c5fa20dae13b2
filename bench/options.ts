import { parseArgs } from "node:util";

/** What the bench measures, each alone with `--only`. */
const sections = [
  "throughput",
  "peers",
  "log",
  "evaluation",
  "waiting",
  "closing",
  "processes",
  "freeze",
  "tabs",
  "notifications",
  "gateway",
  "replay",
  "totals",
  "draws",
] as const;
export type Section = (typeof sections)[number];

export interface BenchOptions {
  rounds: number;
  /** Whether any of some sections is measured. */
  isMeasured: (...any: Section[]) => boolean;
  /** Where the server writes a profile of its main thread, if at all. */
  profileFolder: string | undefined;
  /** How much the tables hold when pages are measured instead. */
  scale: { people: number; agents: number; requests: number; dataFolder: string | undefined } | undefined;
}

/** What `--help` prints. */
export const usage = `npm run bench -- [--only <sections>] [--rounds <number>] [--profile <folder>]
npm run bench -- --scale [--requests <number>] [--agents <number>] [--data <folder>] [--profile <folder>]

--only      measures some sections, separated by commas: ${sections.join(", ")}
--rounds    rounds of asks and redemptions, and at most 2 of what is only compared with each other (5)
--scale     measures pages, asks, redemptions and migrations over many requests instead
--requests  how many requests --scale stores (1000000)
--agents    how many agents --scale stores (10000)
--data      keeps the filled database of --scale, and the asks added to it, in this folder for next time
--profile   writes a profile of the server's main thread to this folder (.cpuprofile)`;

/**
 * Reads the options of `npm run bench -- --only throughput,totals --rounds 3`, or of `--scale` with
 * `--requests`, `--agents` and `--data`, and `--profile` of either.
 * @returns undefined for `--help`.
 * @throws for an unknown option or section, a number that isn't a whole number from 1, `--only` with
 * `--scale`, and `--data` without it.
 */
export function readOptions(args: string[]): BenchOptions | undefined {
  const { values } = parseArgs({
    args,
    options: {
      only: { type: "string" },
      rounds: { type: "string", default: "5" },
      scale: { type: "boolean", default: false },
      requests: { type: "string", default: "1000000" },
      agents: { type: "string", default: "10000" },
      data: { type: "string" },
      profile: { type: "string" },
      help: { type: "boolean", short: "h", default: false },
    },
  });
  if (values.help) return undefined;
  if (values.scale && values.only !== undefined)
    throw new Error("--scale measures no sections: leave --only out.");
  if (!values.scale && values.data !== undefined)
    throw new Error("--data keeps the database of --scale: add --scale, or leave --data out.");
  const chosen = values.only?.split(",").map((name) => name.trim()) ?? sections;
  const unknown = chosen.filter((name) => !sections.some((section) => section === name));
  if (unknown.length > 0)
    throw new Error(`--only: there is no section ${unknown.join(", ")}. Choose from ${sections.join(", ")}.`);
  const requests = wholeNumber("--requests", values.requests);
  const agents = wholeNumber("--agents", values.agents);
  return {
    rounds: wholeNumber("--rounds", values.rounds),
    isMeasured: (...any) => any.some((section) => chosen.includes(section)),
    profileFolder: values.profile,
    scale: values.scale ? { people: 10_000, agents, requests, dataFolder: values.data } : undefined,
  };
}

function wholeNumber(name: string, text: string): number {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 1) throw new Error(`${name}: enter a whole number from 1.`);
  return number;
}
