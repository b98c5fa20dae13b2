import { z } from "zod";
import type { Ending } from "./ending.ts";

const count = z.int().nonnegative();

/** What a replay has found so far, and in the end. */
export const replaySummarySchema = z.strictObject({
  /** The number of requests for each pair of outcomes (see {@link endingKey}). */
  moves: z.array(z.strictObject({ from: z.string(), to: z.string(), count })),
  changed: count,
  /** The requests in `changed` with the same number of approvals, but from other people. */
  otherApprovers: count,
  /** Requests for which the draft reads a total that can no longer be determined. */
  cannotBeTold: count,
  /** Step-ups by the owner of the agent (`per_` id), before and after. */
  load: z.array(z.strictObject({ ownerId: z.string(), before: count, after: count })),
  approvals: z.strictObject({ before: count, after: count }),
});

export type ReplaySummary = z.output<typeof replaySummarySchema>;

export const emptySummary: ReplaySummary = {
  ...{ moves: [], changed: 0, otherApprovers: 0, cannotBeTold: 0, load: [] },
  approvals: { before: 0, after: 0 },
};

/** The name of an ending: `allow`, `block`, or `step_up_2` with its number of approvals. */
function endingKey({ outcome, approvals }: Ending): string {
  return outcome === "step_up" ? `step_up_${approvals}` : outcome;
}

export class Tally {
  readonly #moves: Map<string, ReplaySummary["moves"][number]>;
  readonly #load: Map<string, ReplaySummary["load"][number]>;
  readonly #sums: Omit<ReplaySummary, "moves" | "load">;

  constructor({ moves, load, ...sums }: ReplaySummary) {
    this.#moves = new Map(moves.map((move) => [`${move.from} ${move.to}`, { ...move }]));
    this.#load = new Map(load.map((owner) => [owner.ownerId, { ...owner }]));
    this.#sums = { ...sums, approvals: { ...sums.approvals } };
  }

  add(ownerId: string, before: Ending, after: Ending, isSame: boolean): void {
    const [from, to] = [endingKey(before), endingKey(after)];
    const move = this.#moves.get(`${from} ${to}`) ?? { from, to, count: 0 };
    this.#moves.set(`${from} ${to}`, { from, to, count: move.count + 1 });
    if (!isSame) this.#sums.changed += 1;
    if (!isSame && from === to) this.#sums.otherApprovers += 1;
    this.#sums.approvals.before += before.approvals;
    this.#sums.approvals.after += after.approvals;
    if (before.outcome === "step_up" || after.outcome === "step_up") this.#carry(ownerId, before, after);
  }

  addUndetermined(): void {
    this.#sums.cannotBeTold += 1;
  }

  summary(): ReplaySummary {
    const load = [...this.#load.values()];
    return { ...this.#sums, moves: [...this.#moves.values()], load };
  }

  #carry(ownerId: string, before: Ending, after: Ending): void {
    const owner = this.#load.get(ownerId) ?? { ownerId, before: 0, after: 0 };
    if (before.outcome === "step_up") owner.before += 1;
    if (after.outcome === "step_up") owner.after += 1;
    this.#load.set(ownerId, owner);
  }
}
