import { randomUUID } from "node:crypto";
import {
  closeSync,
  fstatSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeSync,
} from "node:fs";
import { join } from "node:path";
import type { Outcome } from "#client/grant/report-execution";
import { PortError } from "#lib/boundary/calls/port-error";

type Report = (requestId: string, outcome: Outcome) => Promise<void>;
type Kept = Outcome & { agent: string; url: string; requestId: string };

/** The server will never take such a report: no repetition helps. */
const refused = new Set(["not_found", "conflict", "invalid_body"]);
/** A file without an open outcome is emptied from this size. */
const mostBytes = 2 ** 20;

/**
 * The outcomes that Countersign has not confirmed, so that a restart of the edge loses none. Each
 * process has a file in a folder beside the credentials, with a line for each outcome, before its
 * report leaves, and a line for each that Countersign took or refused for good. What is left is
 * sent by the next run, and after the next report that succeeds. Several edges may share the folder,
 * because the server accepts a report again.
 *
 * One open file: to create a file for each outcome took longer than a tenth of a call.
 */
export class ReportJournal {
  readonly #folder: string;
  readonly #name = `${randomUUID()}.jsonl`;
  readonly #of: { agent: string; url: string };
  readonly #err: (text: string) => void;
  /** The outcomes without an answer, by their number in the file. */
  readonly #open = new Map<number, Kept>();
  /** Those whose report has ended without an answer. */
  readonly #left = new Set<number>();
  #file: number | undefined;
  #lines = 0;
  #isWritable = true;
  #hasEarlier = true;

  /** @param credentials the path of the agent's credentials; the folder is beside it */
  constructor(credentials: string, of: { agent: string; url: string }, err: (text: string) => void) {
    this.#folder = `${credentials}.reports`;
    this.#of = { agent: of.agent, url: of.url };
    this.#err = err;
  }

  /** `report`, whose outcome is kept until it has an answer. `again` sends what is left. */
  keeping(report: Report, again: Report): Report {
    return async (requestId, outcome) => {
      const number = ++this.#lines;
      const kept = { ...this.#of, requestId, ...outcome };
      this.#open.set(number, kept);
      this.#append({ number, ...kept });
      await this.#send(report, number, kept);
      void this.resend(again);
    };
  }

  /** Sends what is left, one report after the other, until one gets no answer. Never rejects. */
  async resend(report: Report): Promise<void> {
    for (const number of [...this.#left]) {
      this.#left.delete(number);
      const kept = this.#open.get(number);
      if (kept && !(await this.#isSettled(() => this.#send(report, number, kept)))) return;
    }
    if (!this.#hasEarlier) return;
    this.#hasEarlier = false;
    for (const file of this.#earlierFiles()) {
      try {
        this.#hasEarlier = !(await this.#resendFile(file, report));
      } catch (error) {
        this.#err(`${file}: ${error}\n`);
      }
      if (this.#hasEarlier) return;
    }
  }

  /** @returns whether each report was answered. Then the file is removed, unless another agent has lines in it */
  async #resendFile(file: string, report: Report): Promise<boolean> {
    const all = [...readOpen(file).values()];
    const mine = all.filter(({ agent, url }) => agent === this.#of.agent && url === this.#of.url);
    for (const kept of mine)
      if (!(await this.#isSettled(() => report(kept.requestId, outcomeOf(kept))))) return false;
    if (mine.length === all.length) rmSync(file, { force: true });
    return true;
  }

  async #send(report: Report, number: number, kept: Kept): Promise<void> {
    try {
      await report(kept.requestId, outcomeOf(kept));
    } catch (error) {
      if (isRefused(error)) this.#close(number);
      else this.#left.add(number);
      throw error;
    }
    this.#close(number);
  }

  async #isSettled(send: () => Promise<void>): Promise<boolean> {
    try {
      await send();
      return true;
    } catch (error) {
      this.#err(`A kept outcome couldn't be reported: ${error}\n`);
      return isRefused(error);
    }
  }

  #close(number: number): void {
    this.#open.delete(number);
    this.#append({ closed: number });
    if (this.#open.size > 0 || this.#file === undefined) return;
    if (fstatSync(this.#file).size > mostBytes) ftruncateSync(this.#file);
  }

  /** In the calling turn, before anything else can end the process. */
  #append(line: object): void {
    try {
      if (this.#file !== undefined && fstatSync(this.#file).nlink > 0) {
        writeSync(this.#file, `${JSON.stringify(line)}\n`);
        return;
      }
      // The first line, or another run of the edge took the file for that of an ended process.
      if (this.#file !== undefined) closeSync(this.#file);
      this.#file = undefined;
      mkdirSync(this.#folder, { recursive: true, mode: 0o700 });
      this.#file = openSync(join(this.#folder, this.#name), "a", 0o600);
      for (const [number, kept] of this.#open)
        writeSync(this.#file, `${JSON.stringify({ number, ...kept })}\n`);
    } catch (error) {
      // Once: a folder of secrets may be read-only.
      if (this.#isWritable) this.#err(`Outcomes are not kept over a restart: ${error}\n`);
      this.#isWritable = false;
    }
  }

  #earlierFiles(): string[] {
    try {
      return readdirSync(this.#folder)
        .filter((name) => name.endsWith(".jsonl") && name !== this.#name)
        .map((name) => join(this.#folder, name));
    } catch {
      return [];
    }
  }
}

function isRefused(error: unknown): boolean {
  return error instanceof PortError && refused.has(error.code);
}

function outcomeOf({ outcome, durationMs, resultSha256, error }: Kept): Outcome {
  return { outcome, durationMs, resultSha256, error };
}

/** The outcomes of a file without a closing line. A line that a crash left incomplete is skipped. */
function readOpen(file: string): Map<number, Kept> {
  const open = new Map<number, Kept>();
  for (const line of readFileSync(file, "utf8").split("\n")) {
    const { number, closed, ...kept } = parsed(line);
    if (typeof closed === "number") open.delete(closed);
    else if (typeof number === "number" && typeof kept.requestId === "string") open.set(number, kept);
  }
  return open;
}

function parsed(line: string) {
  try {
    return Object(JSON.parse(line));
  } catch {
    return {};
  }
}
