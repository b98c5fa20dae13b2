import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { startConformanceServer } from "./testing/conformance/server.ts";
import { connectOverHttp, connectOverStdio, servers, startGateway } from "./testing/gateway-client.ts";
import { textOf } from "./testing/ledger.ts";
import { openListeningWorkspace } from "./testing/listening-workspace.ts";

const { enroll, folder, owner, pending, requests } = await openListeningWorkspace();
const map = (name: string, rules: object[]) => {
  const path = join(folder, `${name}.json`);
  writeFileSync(path, JSON.stringify({ version: 1, rules }));
  return path;
};

test("a memory server's deletion is blocked by policy, and its file keeps the entity", async () => {
  const path = map("memory", [
    { tool: "memory/create_*", type: "files.read" },
    { tool: "memory/delete_*", type: "files.delete" },
  ]);
  const memory = join(folder, "memory.jsonl");
  const { client } = await connectOverStdio({
    credentials: await enroll(),
    args: ["--server", "memory", "--map", path, "--", process.execPath, servers.memory],
    env: { MEMORY_FILE_PATH: memory },
  });
  const entities = [{ name: "Ada", entityType: "person", observations: ["Wrote a program"] }];
  await client.callTool({ name: "create_entities", arguments: { entities } });
  const deleted = await client.callTool({ name: "delete_entities", arguments: { entityNames: ["Ada"] } });
  expect([deleted.isError, textOf(deleted)]).toEqual([
    true,
    expect.stringContaining("Policy blocks this call"),
  ]);
  expect(existsSync(memory) && readFileSync(memory, "utf8")).toContain("Ada");
});

test("resources, prompts, completions and the progress of server-everything pass", async () => {
  const path = map("everything", [{ tool: "everything/*", type: "files.read" }]);
  const { client } = await connectOverStdio({
    credentials: await enroll(),
    args: ["--server", "everything", "--map", path, "--", process.execPath, servers.everything],
  });
  const { resources } = await client.listResources();
  const { prompts } = await client.listPrompts();
  expect([resources.length, prompts.length]).toEqual([expect.any(Number), expect.any(Number)]);
  const read = await client.readResource({ uri: resources[0]?.uri ?? "" });
  expect(read.contents).toHaveLength(1);
  const steps: number[] = [];
  const ran = await client.callTool(
    { name: "trigger-long-running-operation", arguments: { duration: 0.2, steps: 4 } },
    { onprogress: ({ progress }) => void steps.push(progress) },
  );
  // The SDK's client handles a notification one turn later than a result, and drops the last step if
  // both arrive in one piece.
  expect([ran.isError ?? false, steps.slice(0, 3)]).toEqual([false, [1, 2, 3]]);
});

test.each(["stdio", "HTTP"])(
  "a server of 2026-07-28 behind its URL is called over %s, in its own era",
  async (way) => {
    const server = await startConformanceServer();
    afterAll(server.close);
    const path = map("fixture", [{ tool: "*", type: "files.write" }]);
    const gateway = {
      credentials: await enroll(),
      args: ["--server", "fixture", "--map", path, "--no-client-token", "--upstream", server.url],
    };
    const era = { versionNegotiation: { mode: "auto" as const } };
    const client =
      way === "stdio"
        ? (await connectOverStdio(gateway, era)).client
        : await connectOverHttp((await startGateway(gateway)).url, era);
    expect(client.getNegotiatedProtocolVersion()).toBe("2026-07-28");
    const known = new Set((await requests()).map(({ id }) => id));
    const call = client.callTool({ name: "test_simple_text", arguments: {} }, { onprogress: () => {} });
    await owner.approve(await pending(known));
    expect(textOf(await call)).toBe("This is a simple text response for testing.");
  },
);
