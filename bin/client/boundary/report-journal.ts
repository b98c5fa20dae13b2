import { randomUUID } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Outcome } from "#client/grant/report-execution";
import { PortError } from "#lib/boundary/calls/port-error";

type Report = (requestId: string, outcome: Outcome) => Promise<void>;

/** The server will never take such a report: no repetition helps. */
const refused = new Set(["not_found", "conflict", "invalid_body"]);

/**
 * The outcomes that Countersign has not confirmed, a file for each, so that a restart of the edge
 * loses none. A file is written before the report leaves, and removed once the server took the report or
 * refused it for good. What is left is sent by the next run, and after the next report that succeeds.
 * Several edges may share the folder, because the server accepts a report again.
 */
export class ReportJournal {
  readonly #folder: string;
  readonly #of: { agent: string; url: string };
  readonly #err: (text: string) => void;
  #isWritable = true;
  #hasLeft = true;

  /** @param credentials the path of the agent's credentials; the folder is beside it */
  constructor(credentials: string, of: { agent: string; url: string }, err: (text: string) => void) {
    this.#folder = `${credentials}.reports`;
    this.#of = { agent: of.agent, url: of.url };
    this.#err = err;
  }

  /** `report`, whose outcome is kept until it has an answer. `again` sends what is left. */
  keeping(report: Report, again: Report): Report {
    return async (requestId, outcome) => {
      const file = this.#write({ ...this.#of, requestId, ...outcome });
      await this.#send(report, file, { requestId, ...outcome });
      void this.resend(again);
    };
  }

  /** Sends what is left, one report after the other, until a report fails. Never rejects. */
  async resend(report: Report): Promise<void> {
    if (!this.#hasLeft) return;
    this.#hasLeft = false;
    for (const name of this.#names()) {
      const file = join(this.#folder, name);
      const kept = read(file);
      if (kept?.agent !== this.#of.agent || kept.url !== this.#of.url) continue;
      try {
        await this.#send(report, file, kept);
      } catch (error) {
        this.#err(`The outcome of ${kept.requestId} couldn't be reported: ${error}\n`);
        if (this.#hasLeft) return;
      }
    }
  }

  async #send(report: Report, file: string | undefined, of: { requestId: string } & Outcome): Promise<void> {
    const { requestId, outcome, durationMs, resultSha256, error: line } = of;
    try {
      await report(requestId, { outcome, durationMs, resultSha256, error: line });
    } catch (error) {
      if (error instanceof PortError && refused.has(error.code)) this.#remove(file);
      else this.#hasLeft = true;
      throw error;
    }
    this.#remove(file);
  }

  #remove(file: string | undefined): void {
    try {
      if (file !== undefined) rmSync(file, { force: true });
    } catch {
      // A file that stays is sent again, which changes nothing.
    }
  }

  /** In the calling turn, before anything else can end the process. */
  #write(kept: Kept): string | undefined {
    const file = join(this.#folder, `${randomUUID()}.json`);
    const draft = `${file}.new`;
    try {
      mkdirSync(this.#folder, { recursive: true, mode: 0o700 });
      writeFileSync(draft, JSON.stringify(kept), { mode: 0o600, flag: "wx" });
      renameSync(draft, file);
      return file;
    } catch (error) {
      this.#remove(draft);
      // Once: a folder of secrets may be read-only.
      if (this.#isWritable) this.#err(`Outcomes are not kept over a restart: ${error}\n`);
      this.#isWritable = false;
      return undefined;
    }
  }

  #names(): string[] {
    try {
      return readdirSync(this.#folder)
        .filter((name) => name.endsWith(".json"))
        .sort();
    } catch {
      return [];
    }
  }
}

type Kept = Outcome & { agent: string; url: string; requestId: string };

/** @returns undefined for a file that can't be read or has another form, which stays */
function read(file: string): Kept | undefined {
  try {
    const kept = JSON.parse(readFileSync(file, "utf8"));
    const isOutcome = ["done", "failed", "uncertain"].includes(kept.outcome);
    return isOutcome && typeof kept.requestId === "string" ? kept : undefined;
  } catch {
    return undefined;
  }
}
