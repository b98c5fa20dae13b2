import { fork } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { compile } from "../compile.ts";
import { type LiveServer, liveServer, type MeasuredServer, measuredServer } from "../servers.ts";
import type { BenchAgent } from "../workspace.ts";

/** The tool behind the gateways. */
export async function startTool(): Promise<LiveServer> {
  const child = fork(await compile("gateway/tool-server.ts"));
  const [port] = (await once(child, "message")) as [number];
  return liveServer(child, port);
}

/** The command line's MCP gateway for an agent. Its files are in a temporary folder until it stops. */
export async function startGateway(
  agent: BenchAgent,
  { countersignPort, toolPort }: { countersignPort: number; toolPort: number },
): Promise<MeasuredServer> {
  const folder = mkdtempSync(path.join(tmpdir(), "countersign-gateway-"));
  const credentials = path.join(folder, "agent.json");
  const url = `http://localhost:${countersignPort}`;
  writeFileSync(credentials, JSON.stringify({ url, agent: agent.id, key: agent.key }), { mode: 0o600 });
  const map = path.join(folder, "map.json");
  writeFileSync(map, JSON.stringify(mapping));
  const args = [
    ...["mcp", "--file", credentials, "--listen", "127.0.0.1:0", "--no-client-token", "--hold", "600"],
    ...["--server", "bench", "--map", map, "--upstream", `http://127.0.0.1:${toolPort}/mcp`],
  ];
  const measured = await compile("answer-parent.ts");
  const child = fork(fileURLToPath(new URL("../../bin/countersign", import.meta.url)), args, {
    execArgv: ["--expose-gc", "--import", measured],
    stdio: ["ignore", "inherit", "pipe", "ipc"],
  });
  if (!child.stderr) throw new Error("no standard error");
  for await (const line of createInterface({ input: child.stderr })) {
    const port = /^Listening on http:\/\/127\.0\.0\.1:(\d+)/.exec(line)?.[1];
    if (!port) continue;
    const server = measuredServer(child, Number(port));
    const stop = () => server.stop().then(() => rmSync(folder, { recursive: true }));
    return { ...server, stop };
  }
  throw new Error("the gateway did not start");
}

const mapping = {
  version: 1,
  rules: [
    {
      tool: "bench/refund",
      type: "refund.create",
      resource: "charge/{/charge}",
      // The schema of a refund allows no further parameters.
      audience: "https://payments.example",
      params: { amount: "/amount", currency: "/currency" },
    },
  ],
};
