import { expect, test } from "vitest";
import { startGateway } from "../testing/gateway-client.ts";
import { openLedger } from "../testing/ledger.ts";
import { openListeningWorkspace } from "../testing/listening-workspace.ts";

const { enroll, folder } = await openListeningWorkspace();

test("two clients that choose the same id each get the answer to their own call, and a crash leaves a call that may have run", async () => {
  const ledger = openLedger(folder, { rules: [{ tool: "ledger/*", type: "files.read" }] });
  const { url } = await startGateway(ledger.gateway(await enroll(), ["--no-client-token"]));
  const meta = {
    "io.modelcontextprotocol/protocolVersion": "2026-07-28",
    "io.modelcontextprotocol/clientCapabilities": {},
  };
  const call = async (name: string) => {
    const params = { name, arguments: {}, _meta: meta };
    const response = await fetch(url, {
      method: "POST",
      body: JSON.stringify({ jsonrpc: "2.0", id: 7, method: "tools/call", params }),
      headers: {
        "content-type": "application/json",
        accept: "application/json, text/event-stream",
        "mcp-protocol-version": "2026-07-28",
        "mcp-method": "tools/call",
        "mcp-name": name,
      },
    });
    return (await response.json()) as { id: number; result: { content: { text: string }[] } };
  };
  const names = Array.from({ length: 5 }, (_, at) => `note_${at}`);
  const answers = await Promise.all(names.map(call));
  expect(answers.map(({ id, result }) => [id, result.content[0]?.text])).toEqual(
    names.map((name) => [7, `ran ${name}`]),
  );

  const crashed = await call("crash");
  expect(crashed.result.content[0]?.text).toContain("It may have run");
  expect((await call("note_5")).result.content[0]?.text).toBe("ran note_5");
});
