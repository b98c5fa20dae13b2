import { expect, it } from "vitest";
import { refund } from "#app/api/testing/requests";
import { RunningWorkspace } from "#app/api/testing/running-workspace";
import { confirmAndPerform, confirmedActs, formOf, questionFor } from "#app/testing/confirming";
import { performConfirmed } from "#app/web/forms/confirmed-action";
import { listBreakGlass } from "#lib/approvals/break-glass/list-reviews";
import { reviewRecord } from "./review-record.ts";

const { workspace, admin, agent } = await RunningWorkspace.withAgent();
const second = await workspace.person("Sec Second", ["admin"], admin);

/** Uses break-glass on a new request. @returns the approval's id. */
async function approvedAlone(): Promise<string> {
  const asked = await agent.ask({ action: refund(1250) });
  const { request } = (await asked.json()) as { request: { id: string } };
  const path = `/api/requests/${request.id}`;
  const stated = await admin.post(`${path}/break-glass-statements`, { reason: "The payment API is down" });
  const challenged = await admin.post(`${path}/challenges`, await stated.json());
  const { options } = (await challenged.json()) as { options: { challenge: string } };
  const credential = admin.authenticator.get(options);
  expect((await admin.post(`${path}/approvals`, { credential })).status).toBe(201);
  const found = (await reviews()).find(({ requestId }) => requestId === request.id);
  return found?.approvalId ?? "";
}

const reviews = () => listBreakGlass(workspace.db, { viewer: admin.viewer });
const reviewOf = async (id: string) => (await reviews()).find(({ approvalId }) => approvalId === id)?.review;
const fields = (approvalId: string, more = {}) =>
  formOf({ approvalId, finding: "justified", note: "The outage is in the log", ...more });

it("a session alone records no break-glass review, and the dialog shows the review to confirm", async () => {
  const id = await approvedAlone();
  const { act, question } = await questionFor(reviewRecord, second, fields(id));
  expect(act).toMatch(new RegExp(`^break-glass/review/${id}/justified/[\\w-]{43}$`));
  expect(question.title).toBe("Record the review of Ada Admin's approval?");
  expect(question.facts).toEqual([
    { label: "Agent", value: "Refund bot" },
    { label: "Request", value: "Refund a payment" },
    { label: "Amount", value: "1,250.00 USD" },
    { label: "Resource", value: "charge/ch_81" },
    { label: "Finding", value: "Justified" },
    { label: "Findings", value: "The outage is in the log" },
  ]);
  expect(await reviewOf(id)).toBeNull();
});

it("a passkey records exactly the review it confirms, once", async () => {
  const [id, otherId] = [await approvedAlone(), await approvedAlone()];
  const { act } = await questionFor(reviewRecord, second, fields(id));
  for (const wrong of [
    fields(otherId),
    fields(id, { finding: "not_justified" }),
    fields(id, { note: "Fine" }),
  ]) {
    await second.confirmForm(wrong, act);
    await expect(performConfirmed(reviewRecord, second.viewer, wrong)).rejects.toMatchObject({
      code: "conflict",
    });
    wrong.delete("confirmedAct");
    await expect(performConfirmed(reviewRecord, second.viewer, wrong)).rejects.toMatchObject({
      code: "challenge_expired",
    });
  }
  expect([await reviewOf(id), await reviewOf(otherId)]).toEqual([null, null]);
  await confirmAndPerform(reviewRecord, second, fields(id), act);
  expect(await reviewOf(id)).toMatchObject({ finding: "justified", note: "The outage is in the log" });
  expect((await confirmedActs(workspace.db)).at(-1)).toBe(act);
  await expect(questionFor(reviewRecord, second, fields(id))).rejects.toMatchObject({
    code: "already_decided",
  });
});

it("the admin who used break-glass cannot review it, not even with a passkey", async () => {
  const id = await approvedAlone();
  await expect(confirmAndPerform(reviewRecord, admin, fields(id))).rejects.toMatchObject({
    code: "not_entitled",
  });
  expect(await reviewOf(id)).toBeNull();
});
