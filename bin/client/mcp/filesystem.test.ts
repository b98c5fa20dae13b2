import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { CallToolResult } from "@modelcontextprotocol/client";
import { expect, test, vi } from "vitest";
import { connectOverHttp, connectOverStdio, servers, startGateway } from "./testing/gateway-client.ts";
import { openListeningWorkspace } from "./testing/listening-workspace.ts";

const countersign = await openListeningWorkspace();
const files = join(countersign.folder, "files");
mkdirSync(files);
writeFileSync(join(files, "plan.txt"), "Ship on Friday.");
const map = join(countersign.folder, "map.json");
writeFileSync(
  map,
  JSON.stringify({
    version: 1,
    rules: [
      { tool: "fs/read_*", type: "files.read" },
      { tool: "fs/list_*", type: "files.read" },
      { tool: "fs/write_*", type: "files.write" },
      { tool: "fs/move_file", type: "files.delete" },
    ],
  }),
);
const args = ["--server", "fs", "--map", map];
const server = ["--", process.execPath, servers.filesystem, files];

const textOf = (result: CallToolResult) =>
  result.content.map((part) => (part.type === "text" ? part.text : "")).join("");

/** A read, a write that waits for the passkey, and a call that policy blocks. */
async function useFiles(client: Awaited<ReturnType<typeof connectOverHttp>>, name: string): Promise<void> {
  const path = join(files, name);
  const read = await client.callTool({
    name: "read_text_file",
    arguments: { path: join(files, "plan.txt") },
  });
  expect(textOf(read)).toBe("Ship on Friday.");

  const messages: (string | undefined)[] = [];
  const known = new Set((await countersign.requests()).map(({ id }) => id));
  const writing = client.callTool(
    { name: "write_file", arguments: { path, content: "Approved." } },
    { onprogress: ({ message }) => void messages.push(message), resetTimeoutOnProgress: true },
  );
  const request = await countersign.pending(known);
  expect(existsSync(path)).toBe(false);
  expect((await countersign.owner.approve(request)).status).toBe(201);
  expect(textOf(await writing)).toContain("Successfully wrote");
  expect(readFileSync(path, "utf8")).toBe("Approved.");
  expect(messages[0]).toContain(`/requests/${request}`);

  const moving = await client.callTool({
    name: "move_file",
    arguments: { source: path, destination: `${path}.old` },
  });
  expect(moving.isError).toBe(true);
  expect(textOf(moving)).toContain("Policy blocks this call");
  expect(existsSync(path)).toBe(true);
}

test("over stdio, a read passes, a write waits for the passkey and a blocked call doesn't run", async () => {
  const credentials = await countersign.enroll();
  const { client } = await connectOverStdio({ credentials, args: [...args, ...server] });
  expect((await client.listTools()).tools.map(({ name }) => name)).toContain("write_file");
  await useFiles(client, "stdio.txt");
});

test("a client's roots replace the folder of the server, and with --no-roots the server keeps its own", async () => {
  const credentials = await countersign.enroll();
  const readPlan = async (options: string[]) => {
    const gateway = { credentials, args: [...args, ...options, ...server] };
    const { client } = await connectOverStdio(gateway, { capabilities: { roots: {} } }, (opened) =>
      opened.setRequestHandler("roots/list", () => ({
        roots: [{ uri: `file://${countersign.folder}/other` }],
      })),
    );
    const call = { name: "read_text_file", arguments: { path: join(files, "plan.txt") } };
    return () => client.callTool(call).then(textOf);
  };
  mkdirSync(join(countersign.folder, "other"));
  const [withRoots, without] = [await readPlan([]), await readPlan(["--no-roots"])];
  await vi.waitFor(async () => expect(await withRoots()).toContain("Access denied"), { timeout: 15_000 });
  expect(await without()).toBe("Ship on Friday.");
});

test("over HTTP, a read passes, a write waits for the passkey and a blocked call doesn't run", async () => {
  const credentials = await countersign.enroll();
  const token = "token-of-the-client-0123456789";
  const env = { CLIENT_TOKEN: token };
  const { url } = await startGateway({
    credentials,
    args: [...args, "--client-token-env", "CLIENT_TOKEN", ...server],
    env,
  });
  await expect(connectOverHttp(url)).rejects.toThrow();
  await useFiles(await connectOverHttp(url, { token }), "http.txt");
});
