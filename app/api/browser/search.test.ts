import { expect, test } from "vitest";
import { api } from "#app/api/index";
import { refund } from "#app/api/testing/requests";
import { RunningWorkspace } from "#app/api/testing/running-workspace";
import { addSeconds } from "#lib/kernel/clock";

const { workspace, admin } = await RunningWorkspace.open();
const owner = await workspace.person("Olga", ["approver"], admin);
const stranger = await workspace.person("Otto", ["approver"], admin);
const auditor = await workspace.person("Aud", ["auditor"], admin);
const agent = await workspace.agent(admin, owner);
const asked = await (await agent.ask({ action: refund(1250) })).json();
const requestId: string = asked.request.id;

async function find(q: string, cookie: string) {
  const response = await api.request(`/api/search?q=${encodeURIComponent(q)}`, { headers: { cookie } });
  return { status: response.status, body: await response.json() };
}

async function hrefs(q: string, { cookie }: { cookie: string }): Promise<string[]> {
  const { pages } = (await find(q, cookie)).body;
  return pages.map(({ href }: { href: string }) => href);
}

test("search is for signed-in people, and finds the pages of their roles", async () => {
  expect((await find("a", "")).status).toBe(401);
  expect(await hrefs("audit", admin)).toEqual(["/audit"]);
  expect(await hrefs("audit", auditor)).toEqual(["/audit"]);
  expect(await hrefs("audit", owner)).toEqual([]);
  expect(await hrefs("", owner)).toContain("/agents/mine");
  expect(await hrefs("", auditor)).not.toContain("/agents/mine");
});

test("search finds what the viewer may open, and answers the same for what is hidden or missing", async () => {
  const lists = ["pages", "agents", "people", "requests", "matches", "rules", "thresholds", "holds"];
  const compared = { requests: 1000, of: "agent" };
  const nothing = { status: 200, body: { ...Object.fromEntries(lists.map((list) => [list, []])), compared } };
  for (const { cookie } of [admin, auditor, owner]) {
    expect((await find(requestId, cookie)).body.requests).toMatchObject([
      { id: requestId, state: "pending" },
    ]);
    expect((await find(agent.id, cookie)).body.agents).toMatchObject([{ id: agent.id }]);
  }
  for (const text of [
    requestId,
    agent.id,
    owner.viewer.email,
    "charge/ch_81",
    "1250",
    "req_01m8x9z2p3q4r5s6t7v8w9x0y1",
  ])
    expect(await find(text, stranger.cookie), text).toEqual(nothing);
  const people = (await find(stranger.viewer.email, auditor.cookie)).body.people;
  expect(people).toMatchObject([{ id: stranger.viewer.personId }]);
});

test("search is refused for text that can't be stored, and shortens longer text than a name has", async () => {
  expect((await find("\0", admin.cookie)).status).toBe(400);
  expect(await find("a".repeat(8000), admin.cookie)).toMatchObject({ status: 200 });
});

test("search is limited by client address, above the rate of human typing", async () => {
  workspace.time.now = addSeconds(workspace.time.now, 61);
  const statuses = await Promise.all(Array.from({ length: 601 }, async () => (await find("a", "")).status));
  expect(statuses.filter((status) => status === 429)).toHaveLength(1);
});
