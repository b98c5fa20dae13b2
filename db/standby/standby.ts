import { type ConnectionOptions, type Database, openDatabase } from "../client.ts";
import { within } from "../ping.ts";
import { isDatabaseBusy, isDatabaseUnavailable } from "../unavailable.ts";
import { lookAtStandby, readMark } from "./look-at-standby.ts";
import type { StandbyState } from "./standby-state.ts";

/** Runs `load` on a database that has everything which was committed before. `load` may run twice. */
export type Read = <Result>(load: (db: Database) => Promise<Result>) => Promise<Result>;

export interface Standby {
  /** From the standby if it is current, otherwise from the primary. */
  read: Read;
  /** Takes no longer than that, after an answer of the primary. */
  look(patienceMilliseconds: number): Promise<StandbyState>;
  /** As of the last look. */
  state(): StandbyState | undefined;
  close(): Promise<void>;
}

/** PostgreSQL ends a statement after 30 seconds: an answer that takes longer was lost on its way. */
const loadMilliseconds = 35_000;

export interface StandbyOptions extends ConnectionOptions {
  primary: Database;
  /** How long a page waits for the standby to have what the primary has. */
  patienceMilliseconds?: number;
  /** How long pages don't ask a standby that wasn't current. */
  pauseMilliseconds?: number;
  onChange?: (state: StandbyState) => void;
}

/** A standby to read from in place of the primary (docs/decisions/0040-pages-from-a-standby.md). */
export function openStandby(url: string, options: StandbyOptions): Standby {
  const { primary, patienceMilliseconds = 200, pauseMilliseconds = 2000, onChange } = options;
  const db = openDatabase(url, options);
  let state: StandbyState | undefined;
  let pausedUntil = 0;

  function note(next: StandbyState): StandbyState {
    const isChange = next.kind !== state?.kind;
    state = next;
    pausedUntil = next.kind === "current" ? 0 : performance.now() + pauseMilliseconds;
    if (isChange) onChange?.(next);
    return next;
  }

  async function look(patience: number): Promise<StandbyState> {
    // After the call arrived: what was committed before it is before the mark.
    const mark = await readMark(primary.$client);
    let last: StandbyState = { kind: "away" };
    const looking = async () => {
      try {
        for await (const found of lookAtStandby(db.$client, mark, patience)) last = found;
      } catch (cause) {
        last = { kind: "away", cause };
      }
    };
    await within(patience, looking(), undefined);
    return note(last);
  }

  return {
    async read(load) {
      if (performance.now() >= pausedUntil && (await look(patienceMilliseconds)).kind === "current") {
        const loading = load(db).then(
          (value) => ({ value }),
          (cause: unknown) => ({ cause }),
        );
        const ended = await within(loadMilliseconds, loading, { cause: undefined });
        if ("value" in ended) return ended.value;
        const { cause } = ended;
        if (cause === undefined || isDatabaseUnavailable(cause)) note({ kind: "away", cause });
        // PostgreSQL cancels a query whose rows the primary has removed.
        else if (!isDatabaseBusy(cause)) throw cause;
      }
      return load(primary);
    },
    look,
    state: () => state,
    close: () => db.$client.end({ timeout: 1 }),
  };
}
