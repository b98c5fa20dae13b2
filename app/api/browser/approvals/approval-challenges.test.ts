import { eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { codeOf, refund } from "#app/api/testing/requests";
import { RunningWorkspace } from "#app/api/testing/running-workspace";
import type { SignedInPerson } from "#app/api/testing/signed-in-person";
import { approvals } from "#db/schema/requests";
import { readStatement } from "#lib/approvals/statement";
import { addSeconds } from "#lib/kernel/clock";
import { challengeTtlSeconds } from "#lib/passkeys/issue-challenge";

const { workspace, admin, owner } = await RunningWorkspace.withOwner();
const backup = await workspace.person("Bo Backup", ["approver"], admin);
const otherBackup = await workspace.person("Cy Backup", ["approver"], admin);
const agent = await workspace.agent(admin, owner, [backup, otherBackup]);

async function pending(): Promise<string> {
  const response = await agent.ask({ action: refund(1250) });
  return ((await response.json()) as { request: { id: string } }).request.id;
}

type Credential = Awaited<ReturnType<SignedInPerson["sign"]>>;

async function outcome(person: SignedInPerson, requestId: string, credential: Credential): Promise<string> {
  const answer = await person.post(`/api/requests/${requestId}/approvals`, { credential });
  return answer.status === 201 ? "approved" : codeOf(answer);
}

test("invariant 4: an expired challenge approves nothing", async () => {
  const id = await pending();
  const credential = await owner.sign(id);
  workspace.time.now = addSeconds(workspace.time.now, challengeTtlSeconds);
  expect(await outcome(owner, id, credential)).toBe("challenge_expired");
  expect(await outcome(owner, id, await owner.sign(id))).toBe("approved");
});

test("an approval stores when its page was served, which the signed statement proves", async () => {
  const id = await pending();
  const servedAt = workspace.time.now;
  const credential = await owner.sign(id);
  workspace.time.now = addSeconds(servedAt, 7);
  expect(await outcome(owner, id, credential)).toBe("approved");
  const [stored] = await workspace.db.select().from(approvals).where(eq(approvals.requestId, id));
  expect(stored).toMatchObject({ shownAt: servedAt, createdAt: workspace.time.now });
  expect(readStatement(stored?.statement ?? new Uint8Array()).issued_at).toBe(servedAt.toISOString());
});

test("invariant 4: a challenge is for one request and one person, and another attempt does not consume it", async () => {
  const [id, otherId] = [await pending(), await pending()];
  const credential = await owner.sign(id);
  expect(await outcome(owner, otherId, credential)).toBe("challenge_expired");
  expect(await outcome(backup, id, credential)).toBe("challenge_expired");
  expect(await outcome(owner, id, credential)).toBe("approved");
});

test("invariant 3: the statement of one backup gets no challenge for another backup", async () => {
  const id = await pending();
  const shown = await backup.read(id);
  const answer = await otherBackup.post(`/api/requests/${id}/challenges`, shown);
  expect([answer.status, await codeOf(answer)]).toEqual([409, "request_changed"]);
});
