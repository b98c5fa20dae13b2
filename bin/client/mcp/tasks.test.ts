import { expect, test, vi } from "vitest";
import { startGateway } from "./testing/gateway-client.ts";
import { openLedger } from "./testing/ledger.ts";
import { openListeningWorkspace } from "./testing/listening-workspace.ts";

const { folder, owner, pending, enroll } = await openListeningWorkspace();
const _meta = {
  "io.modelcontextprotocol/protocolVersion": "2026-07-28",
  "io.modelcontextprotocol/clientInfo": { name: "test", version: "1" },
  "io.modelcontextprotocol/clientCapabilities": { extensions: { "io.modelcontextprotocol/tasks": {} } },
};

test("a task waits at a running Countersign until its call is approved, and then runs it", async () => {
  const ledger = openLedger(folder);
  const gateway = await startGateway(ledger.gateway(await enroll(), ["--no-client-token"]));
  const post = async (method: string, params: object) => {
    const response = await fetch(gateway.url, {
      method: "POST",
      headers: {
        "content-type": "application/json",
        accept: "application/json, text/event-stream",
        "mcp-protocol-version": "2026-07-28",
      },
      body: JSON.stringify({ jsonrpc: "2.0", id: 1, method, params: { ...params, _meta } }),
    });
    return (await response.json()).result;
  };
  const { taskId, status } = await post("tools/call", { name: "note", arguments: { a: 1 } });
  expect(status).toBe("working");
  const request = await pending();
  // Longer than a timer that overflowed takes.
  expect(await post("tasks/get", { taskId })).toMatchObject({ status: "working" });
  expect(ledger.ran()).toEqual([]);
  await owner.approve(request);
  const done = await vi.waitFor(
    async () => {
      const task = await post("tasks/get", { taskId });
      expect(task.status).toBe("completed");
      return task;
    },
    { timeout: 45_000 },
  );
  expect(done.result.content).toEqual([{ type: "text", text: "ran note" }]);
  expect(ledger.ran()).toEqual([{ name: "note", arguments: { a: 1 } }]);
});
