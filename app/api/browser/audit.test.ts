import { expect, test } from "vitest";
import { codeOf, refund } from "#app/api/testing/requests";
import { RunningWorkspace } from "#app/api/testing/running-workspace";
import type { SignedInPerson } from "#app/api/testing/signed-in-person";
import { auditQueryText } from "#app/web/query/audit-query";

const { workspace, admin, owner, agent } = await RunningWorkspace.withAgent();
const auditor = await workspace.person("Ann Auditor", ["auditor"], admin);
await agent.ask({ action: refund(50) });

function read(
  query: Record<string, string>,
  person?: SignedInPerson,
  format: "jsonl" | "csv" = "jsonl",
): Promise<Response> {
  const path = `/api/audit.${format}?${auditQueryText(query)}`;
  return workspace.get(path, person ? { cookie: person.cookie } : {});
}

async function typesOf(response: Response): Promise<string[]> {
  const lines = (await response.text()).split("\n").slice(0, -1);
  return lines.map((line) => JSON.parse(line).type);
}

// The test clock does not advance on its own, and an export ends before its own start.
workspace.time.now = new Date(workspace.time.now.getTime() + 1000);

test("auditors and admins export every event as JSON Lines, in the exact stored bytes", async () => {
  const stored = await workspace.db.$client<
    { body: Uint8Array }[]
  >`select body from audit_events order by id`;
  for (const person of [auditor, admin]) {
    const response = await read({}, person);
    expect(response.headers.get("content-type")).toBe("application/jsonl; charset=utf-8");
    expect(await response.text()).toBe(
      stored.map(({ body }) => `${Buffer.from(body).toString("utf8")}\n`).join(""),
    );
  }
});

test("an export applies the filters of the page", async () => {
  expect(await typesOf(await read({ agent: agent.id, type: "request.allowed" }, auditor))).toEqual([
    "request.allowed",
  ]);
  expect(await typesOf(await read({ person: owner.viewer.personId, to: "2020-01-01" }, auditor))).toEqual([]);
});

test("auditors and admins export the same events as CSV", async () => {
  const query = { agent: agent.id, type: "request.allowed" };
  for (const person of [auditor, admin]) {
    const response = await read(query, person, "csv");
    expect(response.headers.get("content-type")).toBe("text/csv; charset=utf-8; header=present");
    expect(response.headers.get("content-disposition")).toMatch(/filename="audit-[\d-]+\.csv"$/);
    expect((await response.text()).match(/"request\.allowed"/g)).toHaveLength(1);
  }
});

test.each(["jsonl", "csv"] as const)(
  "the %s export is not found for people other than admins and auditors",
  async (format) => {
    expect((await read({}, owner, format)).status).toBe(404);
    expect((await read({}, undefined, format)).status).toBe(401);
  },
);

test.each(["jsonl", "csv"] as const)(
  "an invalid filter of the %s export is refused, not ignored",
  async (format) => {
    const response = await read({ type: "nothing.happened" }, auditor, format);
    expect([response.status, await codeOf(response)]).toEqual([400, "invalid_body"]);
  },
);
