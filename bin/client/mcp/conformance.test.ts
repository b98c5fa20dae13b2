import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { runSuite } from "./testing/conformance/run-suite.ts";
import { startConformanceServer } from "./testing/conformance/server.ts";
import { startGateway } from "./testing/gateway-client.ts";
import { openListeningWorkspace } from "./testing/listening-workspace.ts";

const { enroll, folder } = await openListeningWorkspace();
const server = await startConformanceServer();
afterAll(server.close);

const map = join(folder, "map.json");
writeFileSync(map, JSON.stringify({ version: 1, rules: [{ tool: "*", type: "files.read" }] }));

/** How many scenarios each revision has: as many pass without a gateway. */
const scenarios = { "2025-11-25": 33, "2026-07-28": 40 };

test("the conformance suite passes through the gateway, in both eras and without a failure", async () => {
  const args = ["--server", "fixture", "--map", map, "--upstream", server.url, "--no-client-token"];
  const { url } = await startGateway({ credentials: await enroll(), args });
  for (const [revision, passed] of Object.entries(scenarios)) {
    expect([revision, await runSuite(url.href, revision)]).toEqual([revision, { passed, failed: [] }]);
  }
}, 240_000);
