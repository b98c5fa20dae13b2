import { randomUUID } from "node:crypto";
import {
  appendFileSync,
  closeSync,
  fstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeSync,
} from "node:fs";
import { join } from "node:path";
import type { Outcome } from "#client/grant/report-execution";
import { PortError } from "#lib/boundary/calls/port-error";

type Report = (requestId: string, outcome: Outcome) => Promise<void>;
type Kept = Outcome & { agent: string; url: string; requestId: string };

/** The server will never take such a report: no repetition helps. */
const refused = new Set(["not_found", "conflict", "invalid_body"]);
/** From this size, a new file with the open outcomes replaces the file. */
const mostBytes = 2 ** 20;
/** A file without an open outcome is removed once no process wrote to it for a day. */
const unusedMs = 24 * 3600 * 1000;

/**
 * The outcomes that Countersign has not confirmed, so that a restart of the edge loses none. Each
 * process has a file in a folder beside the credentials, with a line for each outcome, before its
 * report leaves, and a line for each that Countersign took or refused for good. What is left is
 * sent by the next run, and after the next report that succeeds. Several edges may share the folder:
 * the server accepts a report again, and no edge removes a file that another one may be writing to.
 *
 * One open file: to create a file for each outcome took longer than a tenth of a call.
 */
export class ReportJournal {
  readonly #folder: string;
  readonly #of: { agent: string; url: string };
  readonly #err: (text: string) => void;
  /** The outcomes without an answer, by their number in the file. */
  readonly #open = new Map<number, Kept>();
  /** Those whose report has ended without an answer. */
  readonly #left = new Set<number>();
  #file: { path: string; descriptor: number } | undefined;
  #longest = mostBytes;
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

  /** @returns whether each report was answered */
  async #resendFile(file: string, report: Report): Promise<boolean> {
    const open = readOpen(file);
    for (const [number, kept] of open) {
      if (kept.agent !== this.#of.agent || kept.url !== this.#of.url) continue;
      if (!(await this.#isSettled(() => report(kept.requestId, outcomeOf(kept))))) return false;
      // A running edge may still write to the file.
      appendFileSync(file, line({ closed: number }));
      open.delete(number);
    }
    if (open.size === 0 && statSync(file).mtimeMs < Date.now() - unusedMs) rmSync(file, { force: true });
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
  }

  /** In the calling turn, before anything else can end the process. */
  #append(entry: object): void {
    try {
      if (this.#isUsable()) this.#write(line(entry));
      else this.#openFile();
    } catch (error) {
      // The next line begins a new file, with every open outcome.
      this.#forgetFile();
      // Once: a folder of secrets may be read-only.
      if (this.#isWritable) this.#err(`Outcomes are not kept over a restart: ${error}\n`);
      this.#isWritable = false;
    }
  }

  #isUsable(): boolean {
    if (this.#file === undefined) return false;
    const { nlink, size } = fstatSync(this.#file.descriptor);
    return nlink > 0 && size < this.#longest;
  }

  /** The new file is whole before the old one is removed. */
  #openFile(): void {
    const before = this.#file?.path;
    this.#forgetFile();
    mkdirSync(this.#folder, { recursive: true, mode: 0o700 });
    const path = join(this.#folder, `${randomUUID()}.jsonl`);
    this.#file = { path, descriptor: openSync(path, "a", 0o600) };
    const all = [...this.#open].map(([number, kept]) => line({ number, ...kept })).join("");
    if (all !== "") this.#write(all);
    this.#longest = Math.max(mostBytes, 2 * all.length);
    if (before !== undefined) rmSync(before, { force: true });
  }

  #write(text: string): void {
    const bytes = Buffer.from(text);
    if (this.#file && writeSync(this.#file.descriptor, bytes) < bytes.length)
      throw new Error("a line was cut off");
  }

  #forgetFile(): void {
    const { descriptor } = this.#file ?? {};
    this.#file = undefined;
    if (descriptor !== undefined) closeSync(descriptor);
  }

  #earlierFiles(): string[] {
    try {
      return readdirSync(this.#folder)
        .filter((name) => name.endsWith(".jsonl"))
        .map((name) => join(this.#folder, name))
        .filter((path) => path !== this.#file?.path);
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
  for (const text of readFileSync(file, "utf8").split("\n")) {
    const { number, closed, ...kept } = parsed(text);
    if (typeof closed === "number") open.delete(closed);
    else if (typeof number === "number" && typeof kept.requestId === "string") open.set(number, kept);
  }
  return open;
}

function line(entry: object): string {
  return `${JSON.stringify(entry)}\n`;
}

function parsed(text: string) {
  try {
    return Object(JSON.parse(text));
  } catch {
    return {};
  }
}
