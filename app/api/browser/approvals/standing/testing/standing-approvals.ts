import crypto from "node:crypto";
import { expect, vi } from "vitest";
import { askedBy } from "#app/api/agent/testing/ask-and-wait";
import type { CallingAgent } from "#app/api/testing/calling-agent";
import type { RunningWorkspace } from "#app/api/testing/running-workspace";
import type { SignedInPerson } from "#app/api/testing/signed-in-person";
import { addSeconds } from "#lib/kernel/clock";
import type { ActionType } from "#lib/policy/action-types/action-type";
import type { StandingCeiling } from "#lib/policy/action-types/standing-ceiling";
import { versionInForce } from "#lib/policy/versions/versions";
import { publishPolicy } from "#lib/publishing/publish";

export const ceiling = { days: 14, count: 10, amount: 2000, total: 6000 };
export const terms = { days: 9, count: 3, per_hour: 3, total: 5000 };

/** Publishes the live policy, with other properties of some action types. */
export async function publishTypes(
  { db, time }: RunningWorkspace,
  { viewer }: SignedInPerson,
  change: (entry: ActionType) => Partial<ActionType>,
): Promise<void> {
  const { version, rules, catalog, defaultOutcome } = await versionInForce(db);
  const changed = catalog.map((entry) => ({ ...entry, ...change(entry) }));
  const publication = { actor: viewer, rules, defaultOutcome, catalog: changed };
  await publishPolicy(db, { ...publication, expectedVersion: version, now: time.now });
}

/** Opens refunds to standing approvals. */
export function openRefunds(workspace: RunningWorkspace, admin: SignedInPerson, standing?: StandingCeiling) {
  return publishTypes(workspace, admin, ({ type }) => (type === "refund.create" ? { standing } : {}));
}

/** Asks, and approves the request after reading it. @returns its ID */
export async function approveRead(
  { time }: RunningWorkspace,
  { agent, by, ...body }: { agent: CallingAgent; by: SignedInPerson; action: object; boundary?: string },
): Promise<string> {
  const { id } = (await askedBy(agent, body)).request;
  const shown = await by.read(id);
  time.now = addSeconds(time.now, 10);
  const asked = await by.post(`/api/requests/${id}/challenges`, shown);
  const { options } = (await asked.json()) as { options: { challenge: string } };
  const credential = by.authenticator.get(options);
  expect((await by.post(`/api/requests/${id}/approvals`, { credential })).status).toBe(201);
  return id;
}

/** Signs a standing approval for requests like an approved one; or the refusal to offer one. */
export async function signStanding(by: SignedInPerson, requestId: string, chosen: object = terms) {
  const offered = await by.post(`/api/standing-approvals/of/${requestId}`, chosen);
  if (offered.status !== 201) return offered;
  const { statement, seal } = (await offered.json()) as { statement: string; seal: string };
  const asked = await by.post("/api/standing-approvals/challenges", { statement, seal });
  const { options } = (await asked.json()) as { options: { challenge: string } };
  return by.post("/api/standing-approvals", { credential: by.authenticator.get(options) });
}

/** Whether the draws of this test go to the person instead, which is left to chance otherwise. */
export function sampleDraws(isSampled: boolean): void {
  vi.spyOn(crypto, "randomInt").mockImplementation((() => (isSampled ? 0 : 1)) as never);
}
