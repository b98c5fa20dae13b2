import { describe, expect, test } from "vitest";
import { decisionState, refund, refusal } from "#app/api/testing/requests";
import { RunningWorkspace } from "#app/api/testing/running-workspace";
import type { SignedInPerson } from "#app/api/testing/signed-in-person";
import { setLabels } from "#lib/agents/set-labels";
import { unwrittenReason } from "#lib/approvals/break-glass/break-glass";
import { findBreakable } from "#lib/approvals/break-glass/find-breakable";
import { offerStatement } from "#lib/approvals/offer-statement";
import { addSeconds } from "#lib/kernel/clock";
import { rule } from "#lib/policy/testing/judge";
import { publishPolicy } from "#lib/publishing/publish";

const { workspace, admin, owner, agent } = await RunningWorkspace.withAgent();
const { db, runtime, time } = workspace;

const stepUp = (parts: Parameters<typeof rule>[0]) => rule(parts);
const rules = [
  stepUp({ id: "all", outcome: "step_up", allowEdits: true }),
  stepUp({ id: "numbered", outcome: "step_up", resource: "numbered/*", numberMatching: true }),
  stepUp({ id: "labeled", outcome: "step_up", labels: ["numbered"], numberMatching: true }),
  stepUp({
    id: "edited",
    outcome: "step_up",
    resource: "edited/*",
    allowEdits: true,
    numberMatching: true,
  }),
  stepUp({ id: "read", outcome: "step_up", resource: "read/*", readingSeconds: 5 }),
];
const by = { actor: admin.viewer, defaultOutcome: "step_up", expectedVersion: 1 } as const;
await publishPolicy(db, { ...by, rules, now: time.now });

interface Asked {
  request: { id: string; state: string; close_reason?: string; number_to_match?: string };
  wait: { url: string; token: string };
}

const asked = async (resource: string) =>
  (await (await agent.ask({ action: refund(1250, { resource }) })).json()) as Asked;
const followed = async ({ wait }: Asked) => ((await (await agent.follow(wait)).json()) as Asked).request;

/** A different number than the right one. */
const wrong = (number = "") => (number === "99" ? "10" : String(Number(number) + 1));

/** The answer to a challenge for the page's statement, with what the person typed. */
async function challenge(id: string, number?: string, page = owner.read(id), person = owner) {
  const typed = number === undefined ? {} : { number };
  return person.post(`/api/requests/${id}/challenges`, { ...(await page), ...typed });
}

async function credentialOf(challenged: Response, { authenticator }: SignedInPerson = owner) {
  const { options } = (await challenged.json()) as { options: { challenge: string } };
  return authenticator.get(options);
}

const send = (id: string, credential: unknown, person = owner) =>
  refusal(person.post(`/api/requests/${id}/approvals`, { credential }));

const eventsOf = (id: string, type: string) => db.$client<{ text: string }[]>`
  select convert_from(body, 'UTF8') as text from audit_events where request_id = ${id} and type = ${type}`;

/** The break-glass page of the admin: its statement and our seal. */
async function breakGlassPage(requestId: string) {
  const { personId } = admin.viewer;
  const subject = await findBreakable(db, { requestId, personId, now: time.now });
  const as = { capacity: "break_glass", breakGlassReason: unwrittenReason } as const;
  const options = { approverId: personId, as, secret: runtime.secret, now: time.now };
  const { bytes, seal } = await offerStatement(db, subject, options);
  return { shown: new TextDecoder().decode(bytes), seal };
}

/** The signed statement of a break-glass approval. */
async function breakGlassStatement(id: string, page?: { shown: string; seal: string }) {
  const body = { reason: "Payments are down and no one else can be reached", page };
  return admin.post(`/api/requests/${id}/break-glass-statements`, body);
}

describe("number matching", () => {
  test("gives the number to the agent alone, while the request is pending", async () => {
    const answer = await asked("numbered/1");
    const { id, number_to_match: number } = answer.request;
    expect(number).toMatch(/^[1-9]\d$/);
    expect((await followed(answer)).number_to_match).toBe(number);
    expect((await asked("charge/1")).request.number_to_match).toBeUndefined();
    const challenged = await challenge(id, number);
    expect(await challenged.clone().text()).not.toContain("number");
    expect(await send(id, await credentialOf(challenged))).toEqual([201, "ok"]);
    expect(await followed(answer)).not.toHaveProperty("number_to_match");
  });

  test("leaves evidence in the audit log that it applied, and none where it didn't", async () => {
    const dataOf = async (id: string, type: string) =>
      JSON.parse((await eventsOf(id, type))[0]?.text ?? "").data;
    const { id, number_to_match: number } = (await asked("numbered/7")).request;
    expect((await dataOf(id, "request.pending")).safeguards).toEqual({ number_matching: true });
    expect(await send(id, await credentialOf(await challenge(id, number)))).toEqual([201, "ok"]);
    const given = await dataOf(id, "request.approval_given");
    expect(given).toMatchObject({ number_matched: true });
    expect(given).not.toHaveProperty("reading_seconds");
    const plain = (await asked("charge/4")).request.id;
    await send(plain, await credentialOf(await challenge(plain)));
    expect(await dataOf(plain, "request.approval_given")).not.toHaveProperty("number_matched");
  });

  test("stores the number nowhere: not in rows, events or answers to the approver", async () => {
    const { request } = await asked("numbered/2");
    await challenge(request.id, wrong(request.number_to_match));
    const [row] =
      await db.$client`select to_jsonb(r) - 'id' - 'agent_id' as row from requests r where id = ${request.id}`;
    expect(Object.values(row?.row)).not.toContain(request.number_to_match);
    const [event] = await eventsOf(request.id, "approval.wrong_number");
    expect(JSON.parse(event?.text ?? "").data).toEqual({ tries_left: 2 });
  });

  test("issues no challenge without the number, or with a wrong one", async () => {
    const { id, number_to_match: number } = (await asked("numbered/3")).request;
    expect(await refusal(challenge(id))).toEqual([409, "request_changed"]);
    expect(await refusal(challenge(id, "7"))).toEqual([400, "invalid_body"]);
    expect(await refusal(challenge(id, wrong(number)))).toEqual([403, "wrong_number"]);
    expect(await db.$client`select from challenges where request_id = ${id}`).toHaveLength(0);
    expect(await eventsOf(id, "approval.wrong_number")).toHaveLength(1);
  });

  test("the third wrong number cancels the request, and the agent gets the reason", async () => {
    const answer = await asked("numbered/4");
    const { id, number_to_match: number } = answer.request;
    for (const left of [2, 1])
      expect(await (await challenge(id, wrong(number))).json()).toMatchObject({ tries_left: left });
    expect(await refusal(challenge(id, wrong(number)))).toEqual([410, "request_cancelled"]);
    expect(await followed(answer)).toMatchObject({ state: "cancelled", close_reason: "wrong_number" });
    const page = { statement: "", seal: "" };
    const late = await challenge(id, number, Promise.resolve(page));
    expect(await late.json()).toMatchObject({
      code: "request_cancelled",
      detail: expect.stringContaining("three wrong numbers"),
    });
  });

  test("twenty wrong numbers at the same time are three tries", async () => {
    const { id, number_to_match: number } = (await asked("numbered/5")).request;
    const page = await owner.read(id);
    const tries = Array.from({ length: 20 }, () =>
      refusal(challenge(id, wrong(number), Promise.resolve(page))),
    );
    const codes = (await Promise.all(tries)).map(([, code]) => code);
    expect(codes.filter((code) => code === "wrong_number")).toHaveLength(2);
    expect(codes.filter((code) => code === "request_cancelled")).toHaveLength(18);
    expect(await eventsOf(id, "approval.wrong_number")).toHaveLength(3);
    expect(await decisionState(db, id)).toMatchObject({ state: "cancelled", grants: 0 });
  });

  test("a challenge from before the number was needed approves nothing", async () => {
    const { id } = (await asked("charge/2")).request;
    const credential = await credentialOf(await challenge(id));
    const label = (labels: string[]) =>
      setLabels(db, { actor: admin.viewer, agentId: agent.id, labels, now: time.now });
    await label(["numbered"]);
    expect(await send(id, credential)).toEqual([409, "request_changed"]);
    expect(await decisionState(db, id)).toMatchObject({ state: "pending", decisions: 0 });
    await label([]);
  });

  test("an edited request needs the number too", async () => {
    const action = refund(1250, { resource: "edited/1" });
    const { request } = (await (await agent.ask({ action, accept_edits: true })).json()) as Asked;
    const { id, number_to_match: number } = request;
    const offered = await owner.post(`/api/requests/${id}/edits`, { entered: { "/amount": "900" } });
    const { statement, seal } = (await offered.json()) as { statement: string; seal: string };
    const page = Promise.resolve({ statement, seal });
    expect(await refusal(challenge(id, undefined, page))).toEqual([409, "request_changed"]);
    const credential = await credentialOf(await challenge(id, number, page));
    expect(await send(id, credential)).toEqual([201, "ok"]);
  });

  test("break-glass needs the number too", async () => {
    const { id, number_to_match: number } = (await asked("numbered/6")).request;
    const page = (await breakGlassStatement(id)).json() as Promise<{ statement: string; seal: string }>;
    expect(await refusal(challenge(id, undefined, page, admin))).toEqual([409, "request_changed"]);
    expect(await refusal(challenge(id, wrong(number), page, admin))).toEqual([403, "wrong_number"]);
    const credential = await credentialOf(await challenge(id, number, page, admin), admin);
    expect(await send(id, credential, admin)).toEqual([201, "ok"]);
  });
});

describe("a reading time", () => {
  const later = async (seconds: number, run: () => Promise<void>) => {
    const before = time.now;
    time.now = addSeconds(before, seconds);
    await run();
    time.now = before;
  };

  test("counts from the moment the statement was served, and starts anew with the next one", async () => {
    const { id } = (await asked("read/1")).request;
    const page = await owner.read(id);
    const early = await challenge(id, undefined, Promise.resolve(page));
    expect([early.status, early.headers.get("retry-after")]).toEqual([409, "5"]);
    expect(await early.json()).toMatchObject({ code: "too_early", seconds_left: 5 });
    await later(4.5, async () => {
      const almost = await challenge(id, undefined, Promise.resolve(page));
      expect(await almost.json()).toMatchObject({ code: "too_early", seconds_left: 1 });
    });
    await later(5, async () => {
      expect(await refusal(challenge(id))).toEqual([409, "too_early"]);
      const credential = await credentialOf(await challenge(id, undefined, Promise.resolve(page)));
      expect(await send(id, credential)).toEqual([201, "ok"]);
    });
    const [given] = await eventsOf(id, "request.approval_given");
    expect(JSON.parse(given?.text ?? "").data).toMatchObject({ reading_seconds: 5 });
  });

  test("that became longer after the challenge is checked again at the approval", async () => {
    const { id } = (await asked("charge/3")).request;
    const credential = await credentialOf(await challenge(id));
    const safeguards = { numberMatching: false, readingSeconds: 5, allowEdits: false };
    await db.$client`update requests set safeguards = ${JSON.stringify(safeguards)}::text::jsonb where id = ${id}`;
    expect(await send(id, credential)).toEqual([409, "too_early"]);
    expect(await decisionState(db, id)).toMatchObject({ state: "pending", decisions: 0 });
  });

  test("applies to break-glass from the moment its page was served", async () => {
    const { id } = (await asked("read/2")).request;
    const page = await breakGlassPage(id);
    expect(await refusal(breakGlassStatement(id, { ...page, seal: "x".repeat(43) }))).toEqual([
      ...[409, "request_changed"],
    ]);
    await later(5, async () => {
      const unread = (await breakGlassStatement(id)).json() as Promise<{ statement: string; seal: string }>;
      expect(await refusal(challenge(id, undefined, unread, admin))).toEqual([409, "too_early"]);
      const read = (await breakGlassStatement(id, page)).json() as typeof unread;
      const credential = await credentialOf(await challenge(id, undefined, read, admin), admin);
      expect(await send(id, credential, admin)).toEqual([201, "ok"]);
    });
  });
});
