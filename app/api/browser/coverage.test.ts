import { expect, test } from "vitest";
import { refund } from "#app/api/testing/requests";
import { RunningWorkspace } from "#app/api/testing/running-workspace";
import type { SignedInPerson } from "#app/api/testing/signed-in-person";

const { workspace, admin, owner, agent } = await RunningWorkspace.withAgent();
const auditor = await workspace.person("Ann Auditor", ["auditor"], admin);
await agent.ask({ action: refund(50) });
await agent.ask({ action: { type: "wire.unknown", params: {} } });

function read(query: string, person?: SignedInPerson): Promise<Response> {
  return workspace.get(`/api/coverage/evidence.json${query}`, person ? { cookie: person.cookie } : {});
}

test("auditors and admins download the report of this moment, with the query behind each figure", async () => {
  for (const person of [auditor, admin]) {
    const response = await read("?days=90&keyDays=30", person);
    expect(response.headers.get("content-disposition")).toMatch(/control-evidence-[\d-]+\.json/);
    const report = await response.json();
    expect(report).toMatchObject({
      taken_at: workspace.time.now.toISOString(),
      window: { days: 90 },
      key_age_days: 30,
      workspace: "Test",
    });
    const figures = new Map(report.figures.map((figure: { id: string }) => [figure.id, figure]));
    expect(figures.get("allowed")).toMatchObject({ value: 1 });
    expect(figures.get("defaultHits")).toMatchObject({ value: 1, query: { sql: /rule_ids = '{}'/ } });
    expect(figures.get("agentsOwned")).toMatchObject({ value: 1, total: 1 });
  }
});

test("each control lists what is enforced or its gaps, and live figures unless it is out of scope", async () => {
  const report = await (await read("", auditor)).json();
  expect(report.frameworks).toHaveLength(9);
  for (const { controls } of report.frameworks)
    for (const { id, extent, enforced, gaps, figures } of controls) {
      expect(gaps.length, id).toBeGreaterThan(0);
      expect(enforced.length > 0, id).toBe(extent !== "outside");
      expect(figures.length > 0, id).toBe(extent !== "outside");
    }
});

test("the file of queries runs as it is, and gives the figures of the report", async () => {
  const response = await workspace.get("/api/coverage/evidence.sql", { cookie: auditor.cookie });
  expect(response.headers.get("content-disposition")).toMatch(/control-evidence-[\d-]+\.sql/);
  const connection = await workspace.db.$client.reserve();
  const results = (await connection.unsafe(await response.text())) as unknown as {
    value?: number;
  }[][];
  connection.release();
  const values = results.flatMap((rows) =>
    Array.isArray(rows) && rows[0]?.value !== undefined ? [rows[0].value] : [],
  );
  const { figures } = await (await read("", auditor)).json();
  const reported = figures.flatMap(({ value }: { value: number | null }) => (value === null ? [] : [value]));
  expect(values.filter((value) => value !== null)).toEqual(reported);
  expect((await workspace.get("/api/coverage/evidence.sql", { cookie: owner.cookie })).status).toBe(404);
  expect((await workspace.get("/api/coverage/evidence.sql", {})).status).toBe(401);
});

test("reading the report changes nothing", async () => {
  const everything = () => workspace.db.$client`select md5(schema_to_xml('public', true, false, '')::text)`;
  const before = await everything();
  await read("", auditor);
  expect(await everything()).toEqual(before);
});

test("the report is not found for people other than admins and auditors", async () => {
  expect((await read("", owner)).status).toBe(404);
  expect((await read("")).status).toBe(401);
});
