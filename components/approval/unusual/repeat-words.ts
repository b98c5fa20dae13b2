import { listed, someNames } from "#components/text/shorten-list.ts";
import type { ApprovedBefore, RepeatOutcome } from "#lib/requests/unusual/finding";

/** A text with times relative to now. */
export type Words = (string | Date)[];

/** The result of the earlier request, for a row of a list: "Carried out 22 min ago". */
export function repeatShort({ same, outcome, outcomeAt, times }: ApprovedBefore): Words {
  const words: Record<RepeatOutcome, Words> = {
    carried_out: [`Carried out ${times > 1 ? `${timesWords(times)}, last ` : ""}`, outcomeAt],
    uncertain: ["May have run ", outcomeAt],
    approved: ["Approved ", outcomeAt],
    failed: ["Failed ", outcomeAt],
    unused: ["Approved ", outcomeAt, ", not used"],
  };
  return same === "action" ? words[outcome] : ["Same amount: ", ...words[outcome].map(lowered)];
}

/** The approval of the earlier request, and its result: "You approved exactly this 22 min ago, …". */
export function repeatLong({ same, agent, at, by, outcome, times }: ApprovedBefore): Words {
  const sames: Record<ApprovedBefore["same"], string> = {
    action: "exactly this",
    resource_amount: "the same amount for this resource",
    counterparty_amount: "the same amount for this recipient or customer",
  };
  const outcomes: Record<RepeatOutcome, string> = {
    carried_out: times > 1 ? `and it was carried out ${timesWords(times)}` : "and it was carried out",
    uncertain: "and it's uncertain whether it ran",
    approved: "and it can still be carried out",
    failed: "and it was reported as failed",
    unused: "and it wasn't used",
  };
  const asked = agent === null ? "" : ` for ${agent}`;
  return [`${approvedWords(by, sames[same])}${asked} `, at, `, ${outcomes[outcome]}.`];
}

function approvedWords(by: ApprovedBefore["by"], what: string): string {
  if (by === null) return `Policy auto-approved ${what}`;
  const names = [...(by.isYou ? ["You"] : []), ...(by.names.length > 0 ? [someNames(by.names)] : [])];
  // Each approval stopped counting after the grant was issued.
  if (names.length === 0) return `${what.charAt(0).toUpperCase()}${what.slice(1)} was approved`;
  return `${listed(names)} approved ${what}`;
}

function timesWords(times: number): string {
  return times === 2 ? "twice" : `${times} times`;
}

function lowered(part: string | Date): string | Date {
  return typeof part === "string" ? part.toLowerCase() : part;
}
