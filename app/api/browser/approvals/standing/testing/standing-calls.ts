import { expect } from "vitest";
import { releasing } from "#app/(console)/agents/releasing";
import type { Answer } from "#app/api/agent/testing/ask-and-wait";
import type { CallingAgent } from "#app/api/testing/calling-agent";
import type { RunningWorkspace } from "#app/api/testing/running-workspace";
import type { SignedInPerson } from "#app/api/testing/signed-in-person";
import { confirmAndPerform, formOf } from "#app/testing/confirming";
import { addSeconds } from "#lib/kernel/clock";
import { holdAgent } from "#lib/lifecycle/hold-agent";
import type { Refund } from "./standing-model.ts";

function actionOf({ amount, resource, currency }: Refund) {
  return { type: "refund.create", resource, params: { amount, currency } };
}

/** Asks, and returns the state of the request, or of a refusal, with the number of its draws. */
export async function tryAsk({ db }: RunningWorkspace, agent: CallingAgent, refund: Refund) {
  const response = await agent.ask({ action: actionOf(refund) });
  const answer = (await response.json()) as Answer & { code?: string };
  const refusal = { blocked_by_policy: "blocked", agent_quarantined: "refused" }[answer.code ?? ""];
  const drawn = await db.$client`
    select from approvals where request_id = ${answer.request?.id ?? ""} and standing_approval_id is not null`;
  return {
    answer,
    isStored: refusal === undefined,
    state: refusal ?? answer.request?.state,
    draws: drawn.length,
  };
}

/** Approves a request so many seconds after its page was opened. */
export async function approveAfter(
  seconds: number,
  { time }: RunningWorkspace,
  owner: SignedInPerson,
  { request: { id } }: Answer,
): Promise<void> {
  const shown = await owner.read(id);
  time.now = addSeconds(time.now, seconds);
  const challenge = await owner.post(`/api/requests/${id}/challenges`, shown);
  const { options } = (await challenge.json()) as { options: { challenge: string } };
  const credential = owner.authenticator.get(options);
  expect((await owner.post(`/api/requests/${id}/approvals`, { credential })).status).toBe(201);
}

/** Redeems the grant of a request, and reports a failure. @returns whether the grant could be redeemed */
export async function redeemAndFail(agent: CallingAgent, answer: Answer, refund: Refund): Promise<boolean> {
  const { grant } = (await (await agent.follow(answer.wait)).json()) as { grant?: string };
  if (!grant) return false;
  const execution = { report_within: 60 };
  if (!(await agent.redeem(grant, actionOf(refund), { execution })).ok) return false;
  const request = answer.request.id;
  const report = JSON.stringify({ request, outcome: "failed", duration_ms: 5, error: "Upstream said 500" });
  const path = `/api/v1/agents/${agent.id}/requests/${request}/execution`;
  expect((await agent.call(path, report)).status).toBeLessThan(300);
  return true;
}

export async function setHeld(
  isHeld: boolean,
  { db, time }: RunningWorkspace,
  owner: SignedInPerson,
  { id: agentId }: CallingAgent,
): Promise<void> {
  if (isHeld) await holdAgent(db, { actor: owner.viewer, agentId, reason: null, now: time.now });
  else await confirmAndPerform(releasing, owner, formOf({ agentId }));
}

/** One of these, counted from the newest. */
export function chosen<T>(items: T[], which: number): T | undefined {
  return items.at(-1 - (which % Math.max(items.length, 1)));
}
