import type { Database, Transaction } from "#db/client";
import { personNames } from "#lib/people/person-names";
import type { EligibleApprovers } from "../eligible-approvers.ts";
import { areOne, type PersonApproval } from "./places-taken.ts";
import { tally } from "./requirements-met.ts";

/** Why approvals don't count together; empty if the outcome is the same. */
export async function explainCountedAsOne(
  db: Database | Transaction,
  eligible: EligibleApprovers,
  now: Date,
): Promise<string[]> {
  const { requirements, parts, validApprovals } = eligible;
  const untied = validApprovals.map(({ by, inPlaceOf }) => ({ by, inPlaceOf }));
  const [counted, given] = [validApprovals, untied].map((approvals) =>
    tally(requirements, parts, approvals, now),
  );
  if (counted?.missing === given?.missing) return [];
  const pairs = validApprovals.flatMap((one, index) =>
    validApprovals.slice(index + 1).flatMap((other) => (areOne(one, other) ? [[one, other] as const] : [])),
  );
  const ids = pairs.flat().flatMap(({ by, alsoBy = [] }) => [by, ...alsoBy]);
  const names = await personNames(db, [...new Set(ids)]);
  return pairs.map(([one, other]) => sentence(one, other, (id) => names.get(id) ?? id));
}

function sentence(one: PersonApproval, other: PersonApproval, nameOf: (id: string) => string): string {
  for (const [tied, free] of [
    [one, other],
    [other, one],
  ] as const) {
    if (!tied.alsoBy?.includes(free.by)) continue;
    return `${nameOf(tied.by)}'s passkey was enrolled through ${nameOf(free.by)} and isn't confirmed yet, so both approvals count as one.`;
  }
  const both = (one.alsoBy ?? []).filter((id) => other.alsoBy?.includes(id)).map(nameOf);
  return `The passkeys of ${nameOf(one.by)} and ${nameOf(other.by)} were enrolled through ${both.join(" and ")} and aren't confirmed yet, so both approvals count as one.`;
}
