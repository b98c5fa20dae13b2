import { expect, test } from "vitest";
import { api } from "#app/api/index";
import { RunningWorkspace } from "#app/api/testing/running-workspace";
import { addSeconds } from "#lib/kernel/clock";

const { workspace, admin } = await RunningWorkspace.open();
const approver = await workspace.person("Ann", ["approver"], admin);
const auditor = await workspace.person("Aud", ["auditor"], admin);
const agent = await workspace.agent(admin, admin);

async function ask(whom: string, search: string, cookie: string) {
  const response = await api.request(`/api/suggestions/${whom}?search=${encodeURIComponent(search)}`, {
    headers: { cookie },
  });
  return { status: response.status, body: await response.json() };
}

test("suggestions are for signed-in people whose role covers the kind of suggestion", async () => {
  const all = ["approvers", "people", "agents"];
  for (const whom of all) expect((await ask(whom, "a", "")).status).toBe(401);
  const statuses = async ({ cookie }: { cookie: string }) =>
    Promise.all(all.map(async (whom) => (await ask(whom, "a", cookie)).status));
  expect(await statuses(admin)).toEqual([200, 200, 200]);
  expect(await statuses(approver)).toEqual([200, 404, 200]);
  expect(await statuses(auditor)).toEqual([404, 200, 200]);
});

test("suggestions contain only names and emails, and only agents the viewer may see", async () => {
  const { viewer } = approver;
  expect((await ask("approvers", viewer.email, admin.cookie)).body).toEqual({
    suggestions: [`${viewer.name} (${viewer.email})`],
  });
  expect((await ask("agents", agent.id, admin.cookie)).body.suggestions).toHaveLength(1);
  expect((await ask("agents", agent.id, approver.cookie)).body).toEqual({ suggestions: [] });
  expect((await ask("people", "%_", admin.cookie)).body).toEqual({ suggestions: [] });
  expect((await ask("people", "\0", admin.cookie)).status).toBe(400);
});

test("suggestions are limited by client address, above the rate of human typing", async () => {
  workspace.time.now = addSeconds(workspace.time.now, 61);
  const asked = Array.from({ length: 601 }, async () => (await ask("agents", "a", "")).status);
  const statuses = await Promise.all(asked);
  expect(statuses.filter((status) => status === 429)).toHaveLength(1);
  expect((await ask("people", "a", admin.cookie)).status).toBe(429);
});
