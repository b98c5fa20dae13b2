import { expect, test } from "vitest";
import { api } from "#app/api/index";
import { codeOf } from "#app/api/testing/requests";
import { RunningWorkspace } from "#app/api/testing/running-workspace";
import { addSeconds } from "#lib/kernel/clock";
import { suspendPerson } from "#lib/membership/offboarding/suspend-person";
import { readDraft } from "#lib/policy/drafts/draft";
import { rule } from "#lib/policy/testing/judge";
import { auditEvents } from "#lib/policy/testing/workspace";
import { issuePolicyToken } from "#lib/policy/tokens/issue-policy-token";
import { versionInForce } from "#lib/policy/versions/versions";
import { publishPolicy } from "#lib/publishing/publish";
import { publishDraft } from "#lib/publishing/publish-draft";

const { workspace, admin } = await RunningWorkspace.open();
const second = await workspace.person("Bo Second", ["admin"], admin);
const auditor = await workspace.person("Au Ditor", ["auditor"], admin);
const approver = await workspace.person("Ap Prover", ["approver"], admin);

async function tokenOf(person = second): Promise<{ token: string; tokenId: string }> {
  return issuePolicyToken(workspace.db, { actor: person.viewer, ttlSeconds: 3600, now: workspace.time.now });
}

const { token, tokenId } = await tokenOf();

function call(method: string, path: string, body?: string, headers: Record<string, string> = {}) {
  const own = { authorization: `Bearer ${token}`, "content-type": "application/json" };
  return Promise.resolve(
    api.request(`/api/v1/policy${path}`, { method, body, headers: { ...own, ...headers } }),
  );
}

interface File {
  version: number;
  default_outcome: string;
  rules: { id: string; title: string; outcome: string; threshold?: string | null }[];
}

async function pulled(): Promise<File> {
  return (await (await call("GET", "")).json()) as File;
}

function pushed(file: unknown, version: number) {
  return call("PUT", "/draft", JSON.stringify(file), { "if-match": `"${version}"` });
}

test("the live version is pulled as a file with its version, and the audit log records the pull with the token", async () => {
  const response = await call("GET", "");
  expect(response.headers.get("etag")).toBe('"1"');
  expect(await response.json()).toMatchObject({ countersign_policy: 1, version: 1 });
  expect(await auditEvents(workspace.db, "policy.exported")).toMatchObject([
    {
      actor: { type: "person", id: second.viewer.personId },
      subject: { policy_token: tokenId, policy_version: "1" },
      data: { as: "file" },
    },
  ]);
});

test("a comparison lists what a file would change, and changes nothing", async () => {
  const file = await pulled();
  const [first] = file.rules;
  const rules = [{ ...first, title: "Other words" }, ...file.rules.slice(2)];
  const response = await call("POST", "/comparisons", JSON.stringify({ ...file, rules }));
  expect(await response.json()).toMatchObject({
    version: 1,
    taken_from: 1,
    difference: {
      count: 2,
      rules: { removed: [{ id: file.rules[1]?.id }], changed: [{ after: { title: "Other words" } }] },
    },
  });
  expect(await readDraft(workspace.db)).toMatchObject({ revision: 0 });
});

test("a push changes the draft, returns the difference and the address to publish, and publishes nothing", async () => {
  const file = { ...(await pulled()), default_outcome: "block" };
  const response = await pushed(file, 1);
  expect(response.status).toBe(200);
  const answer = (await response.json()) as { draft: { digest: string } };
  expect(answer).toMatchObject({
    draft: { version: 2, replaced_changes: 0 },
    difference: { count: 1, default_outcome: { before: "step_up", after: "block" } },
    publish_url: "http://localhost:3000/policy/draft/review",
  });
  expect(await versionInForce(workspace.db)).toMatchObject({ version: 1, defaultOutcome: "step_up" });
  expect(await auditEvents(workspace.db, "policy.draft_changed")).toMatchObject([
    { actor: { id: second.viewer.personId }, data: { change: "imported", policy_token: tokenId } },
  ]);

  // The published version equals the pushed file: the same digest, which a waiting client looks
  // for.
  const { digest } = answer.draft;
  await publishDraft(workspace.db, { actor: admin.viewer, digest, now: workspace.time.now });
  expect(await (await call("GET", "/version")).json()).toEqual({ version: 2, digest });
});

test("a push from a version that is no longer live is refused, and the draft stays", async () => {
  const { revision } = await readDraft(workspace.db);
  const response = await pushed({ ...(await pulled()), default_outcome: "step_up" }, 1);
  expect([response.status, await response.json()]).toEqual([
    409,
    expect.objectContaining({ code: "conflict", version: 2 }),
  ]);
  expect((await readDraft(workspace.db)).revision).toBe(revision);
  const without = await call("PUT", "/draft", JSON.stringify(await pulled()));
  expect([without.status, await codeOf(without)]).toEqual([400, "invalid_body"]);
});

test("of a push and a publication at the same time, only the confirmed draft is published, and never in part", async () => {
  const file = await pulled();
  const { rules, defaultOutcome, version } = await versionInForce(workspace.db);
  const more = rule({ id: "more", outcome: "block" });
  const [published, push] = await Promise.allSettled([
    publishPolicy(workspace.db, {
      ...{ actor: admin.viewer, defaultOutcome, expectedVersion: version, now: workspace.time.now },
      rules: [...rules, more],
    }),
    pushed({ ...file, rules: file.rules.slice(0, 3) }, version),
  ]);
  expect(published.status).toBe("fulfilled");
  const inForce = await versionInForce(workspace.db);
  expect(inForce.rules).toEqual([...rules, more]);
  const status = push.status === "fulfilled" ? push.value.status : 0;
  expect([200, 409]).toContain(status);
  const draft = await readDraft(workspace.db);
  expect(draft.rules).toHaveLength(status === 200 ? 3 : inForce.rules.length);
});

test("a push returns the number of draft changes it replaced, counted as on the policy's page: a threshold is one", async () => {
  const file = await pulled();
  await pushed({ ...file, rules: [] }, file.version);
  const response = await pushed(file, file.version);
  expect(await response.json()).toMatchObject({
    draft: { replaced_changes: new Set(file.rules.map(({ id, threshold }) => threshold ?? id)).size },
    difference: { count: 0 },
  });
});

test("a file with errors is refused with every error, and changes nothing in the draft", async () => {
  const { revision } = await readDraft(workspace.db);
  const file = await pulled();
  const rules = [{ ...file.rules[0], outcome: "sometimes" }, { id: "x" }];
  for (const response of [
    await pushed({ ...file, rules }, file.version),
    await call("POST", "/comparisons", JSON.stringify({ ...file, rules })),
  ]) {
    const problem = (await response.json()) as { code: string; errors: { path: string; line: number }[] };
    expect([response.status, problem.code]).toEqual([422, "invalid_input"]);
    expect(problem.errors.map(({ path }) => path)).toEqual(
      expect.arrayContaining(["/rules/0/outcome", "/rules/1/title"]),
    );
    for (const { line } of problem.errors) expect(line).toBe(1);
  }
  expect((await call("PUT", "/draft", "{", { "if-match": '"1"' })).status).toBe(422);
  expect((await readDraft(workspace.db)).revision).toBe(revision);
});

test("a file larger than an agent's body is accepted, and a file over 2 MiB is refused", async () => {
  const file = await pulled();
  const wide = `${JSON.stringify(file).slice(0, -1)}${" ".repeat(100_000)}}`;
  expect((await call("POST", "/comparisons", wide)).status).toBe(200);
  const response = await call("POST", "/comparisons", " ".repeat(2 * 1024 * 1024 + 1));
  expect([response.status, await codeOf(response)]).toEqual([413, "payload_too_large"]);
});

test.each<[string, () => Promise<Record<string, string>>]>([
  ["no token", async () => ({ authorization: "" })],
  ["a token that there is none like", async () => ({ authorization: `Bearer cspt_${"A".repeat(43)}` })],
  ["a session", async () => ({ authorization: "", cookie: admin.cookie })],
  ["something else of ours", async () => ({ authorization: "Bearer cspt_'; --" })],
])("with %s everything is refused alike", async (_, headers) => {
  for (const [method, path] of [
    ["GET", ""],
    ["GET", "/version"],
    ["POST", "/comparisons"],
    ["PUT", "/draft"],
  ] as const) {
    const response = await call(method, path, method === "GET" ? undefined : "{}", {
      "if-match": '"1"',
      ...(await headers()),
    });
    expect([response.status, await codeOf(response)]).toEqual([401, "invalid_policy_token"]);
  }
});

test("the browser export is a download for admins and auditors, and changes nothing", async () => {
  const events = (await auditEvents(workspace.db, "policy.exported")).length;
  for (const person of [admin, auditor]) {
    const response = await workspace.get("/api/policy/file", { cookie: person.cookie });
    expect(response.headers.get("content-disposition")).toMatch(
      /^attachment; filename="policy-version-\d+\.json"$/,
    );
    expect(await response.json()).toMatchObject({ countersign_policy: 1 });
  }
  expect((await workspace.get("/api/policy/file", { cookie: approver.cookie })).status).toBe(404);
  expect((await workspace.get("/api/policy/file")).status).toBe(401);
  expect(await auditEvents(workspace.db, "policy.exported")).toHaveLength(events);
});

test("calls are limited by address", async () => {
  let status = 200;
  for (let calls = 0; calls < 70 && status !== 429; calls++) status = (await call("GET", "/version")).status;
  expect(status).toBe(429);
  workspace.time.now = addSeconds(workspace.time.now, 60);
  expect((await call("GET", "/version")).status).toBe(200);
});

test("a policy token stops working as soon as its admin is suspended or loses the role", async () => {
  await suspendPerson(workspace.db, {
    actor: admin.viewer,
    personId: second.viewer.personId,
    now: workspace.time.now,
  });
  const response = await call("GET", "/version");
  expect([response.status, await codeOf(response)]).toEqual([401, "invalid_policy_token"]);
});
