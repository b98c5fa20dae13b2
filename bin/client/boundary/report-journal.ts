import { randomUUID } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Outcome } from "#client/grant/report-execution";
import { PortError } from "#lib/boundary/calls/port-error";

type Report = (requestId: string, outcome: Outcome) => Promise<void>;

/** The server will never take such a report: no restart helps. */
const refused = new Set(["not_found", "conflict", "invalid_body"]);

/**
 * The outcomes that Countersign has not confirmed, a file for each, so that a restart of the edge
 * loses none. A file is written before the tool's answer leaves the edge, and removed once the server
 * took the report or refused it for good. Several edges may share the folder, because the server accepts a
 * report again.
 */
export class ReportJournal {
  readonly #folder: string;
  readonly #err: (text: string) => void;
  #isWritable = true;

  /** @param credentials the path of the agent's credentials; the folder is beside it */
  constructor(credentials: string, err: (text: string) => void) {
    this.#folder = `${credentials}.reports`;
    this.#err = err;
  }

  /** `report`, whose outcome is kept until it has an answer. */
  keeping(report: Report): Report {
    return (requestId, outcome) => {
      const file = this.#write({ requestId, ...outcome });
      return this.#send(report, file, { requestId, ...outcome });
    };
  }

  /** Sends what an earlier run of the edge kept, one report after the other. Never rejects. */
  async resend(report: Report): Promise<void> {
    for (const name of this.#names()) {
      const file = join(this.#folder, name);
      const kept = read(file);
      if (kept === undefined) this.#remove(file);
      else await this.#send(report, file, kept).catch((error) => this.#err(`${file}: ${error}\n`));
    }
  }

  async #send(report: Report, file: string | undefined, { requestId, ...outcome }: Kept): Promise<void> {
    let isSettled = true;
    try {
      await report(requestId, outcome);
    } catch (error) {
      isSettled = error instanceof PortError && refused.has(error.code);
      throw error;
    } finally {
      if (isSettled && file !== undefined) this.#remove(file);
    }
  }

  /** A file that stays is sent again, which changes nothing. */
  #remove(file: string): void {
    try {
      rmSync(file, { force: true });
    } catch (error) {
      this.#err(`${file} could not be removed: ${error}\n`);
    }
  }

  /** In the calling turn: the tool's answer leaves in a later one. */
  #write(kept: Kept): string | undefined {
    const file = join(this.#folder, `${randomUUID()}.json`);
    try {
      mkdirSync(this.#folder, { recursive: true, mode: 0o700 });
      writeFileSync(file, JSON.stringify(kept), { mode: 0o600, flag: "wx" });
      return file;
    } catch (error) {
      // Once: a folder of secrets may be read-only.
      if (this.#isWritable) this.#err(`Outcomes are not kept over a restart: ${error}\n`);
      this.#isWritable = false;
      return undefined;
    }
  }

  #names(): string[] {
    try {
      return readdirSync(this.#folder).sort();
    } catch {
      return [];
    }
  }
}

type Kept = Outcome & { requestId: string };

/** @returns undefined for a file that a crash left incomplete */
function read(file: string): Kept | undefined {
  try {
    const { requestId, outcome, durationMs, resultSha256, error } = JSON.parse(readFileSync(file, "utf8"));
    if (typeof requestId !== "string" || !["done", "failed", "uncertain"].includes(outcome)) return undefined;
    return { requestId, outcome, durationMs, resultSha256, error };
  } catch {
    return undefined;
  }
}
