import { eq, sql } from "drizzle-orm";
import { replayChanges, replays } from "#db/schema/policy";
import { addSeconds } from "#lib/kernel/clock";
import { saveRule } from "#lib/policy/drafts/draft-rules";
import { foreseeNextVersion } from "#lib/policy/drafts/next-version";
import type { Rule } from "#lib/policy/language/rule";
import { now, refund, TestWorkspace } from "#lib/testing/workspace";
import { rule } from "../../testing/judge.ts";
import { actor } from "../../testing/workspace.ts";
import { runReplay } from "../run-replay.ts";
import { startReplay } from "../start-replay.ts";
import { replaySummarySchema } from "../tally.ts";

export const admin = actor("admin");
/** When replays are started. */
export const later = addSeconds(now, 60);
export const noRefunds = rule({ id: "none", outcome: "block" });
export const three = rule({ id: "three", outcome: "step_up", approvals: 3 });

/** A workspace with one agent and past requests, for replays of its draft. */
export class ReplayWorkspace extends TestWorkspace {
  owned = { id: "", ownerId: "" };

  static override async open(): Promise<ReplayWorkspace> {
    const { db } = await TestWorkspace.open();
    const workspace = new ReplayWorkspace(db);
    workspace.owned = await workspace.agent("Support", await workspace.person("Ada"));
    return workspace;
  }

  /** A past refund of an amount that version 1 allowed. */
  allowed(amount: number, secondsAgo = 0): Promise<string> {
    return this.steppedUp(amount, { ...asAllowed, secondsAgo });
  }

  /**
   * A past refund of an amount that required an approval in version 1, unless `more` changes the
   * outcome.
   */
  steppedUp(amount: number, more: object = {}): Promise<string> {
    const wanted = { ...refund, params: { amount, currency: "USD" } };
    return this.request(this.owned, { wanted, ...more });
  }

  /** So many allowed requests, an hour ago, copies of one. */
  async fill(count: number): Promise<void> {
    const id = await this.allowed(50, 3600);
    await this.db.execute(sql`
      insert into requests select (jsonb_populate_record(r, jsonb_build_object(
        'id', 'req_' || lpad(n::text, 26, '0'), 'webhook_id', 'copy-' || n))).*
      from requests r, generate_series(1, ${count - 1}::int) n where r.id = ${id}`);
  }

  /** Puts rules into the draft. */
  async draft(...rules: Rule[]): Promise<void> {
    for (const rule of rules) {
      const { revision } = (await foreseeNextVersion(this.db)).draft;
      await saveRule(this.db, { actor: admin, rule, revision, now });
    }
  }

  start(more: object = {}): Promise<string> {
    const usual = { actor: admin, scope: { last: 100_000 }, against: "then", now: later } as const;
    return startReplay(this.db, { ...usual, ...more });
  }

  run(options: Partial<Parameters<typeof runReplay>[1]> = {}): Promise<void> {
    return runReplay(this.db, { clock: () => later, ...options });
  }

  /** A replay and its results. */
  async found(id: string) {
    const [row] = await this.db.select().from(replays).where(eq(replays.id, id));
    const changes = await this.db.select().from(replayChanges).where(eq(replayChanges.replayId, id));
    return { ...row, summary: row?.summary && replaySummarySchema.parse(row.summary), changes };
  }
}

/** The columns of a request that version 1 allowed. */
export const asAllowed = { state: "allowed", approvalsRequired: 0, ruleIds: ["refund-small"] };
