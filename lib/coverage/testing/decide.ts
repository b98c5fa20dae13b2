import { approvals, type requests } from "#db/schema/requests";
import { addSeconds } from "#lib/kernel/clock";
import { newId } from "#lib/kernel/ids";
import { passkeyOrigin } from "#lib/testing/passkey-origin";
import { now, type TestAgent, type TestWorkspace } from "#lib/testing/workspace";

interface Decided {
  agent: TestAgent;
  by: { personId: string };
  /** Seconds between the page and the approval; left out: a denial. */
  seconds?: number;
  /** When; the start of today's noon hour if left out. */
  at?: Date;
  /** Seconds from the ask to the decision; a minute if left out. */
  waited?: number;
  columns?: Partial<typeof requests.$inferInsert>;
}

/** A request that a person decided. @returns its ID. */
export async function decide(workspace: TestWorkspace, decided: Decided): Promise<string> {
  const { agent, by, seconds, at = now, waited = 60, columns } = decided;
  const state = seconds === undefined ? "denied" : "approved";
  const secondsAgo = (now.getTime() - at.getTime()) / 1000 + waited;
  const given = { state, secondsAgo, closedAt: at, approvalsGiven: 1, ...columns } as const;
  const requestId = await workspace.request(agent, given);
  const bytes = new Uint8Array([1]);
  await workspace.db.insert(approvals).values({
    ...{ id: newId("apr", at), requestId, personId: by.personId, note: "Noted", createdAt: at },
    ...(seconds === undefined ? { decision: "deny", reasonCode: "not_now" } : { decision: "approve" }),
    capacity: "owner",
    shownAt: seconds === undefined ? null : addSeconds(at, -seconds),
    ...{ statement: bytes, credentialId: "credential", publicKey: bytes, authenticatorData: bytes },
    ...{ clientDataJson: bytes, signature: bytes, passkeyOrigin },
  });
  return requestId;
}
