import { execFile } from "node:child_process";
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test, vi } from "vitest";
import { site } from "#app/api/testing/signed-in-person";
import { issueEnrollmentCode } from "#lib/agents/keys/issue-enrollment-code";
import { builtProgram } from "../testing/built-program.ts";
import { readSettings } from "./options.ts";
import { connect } from "./testing/gateway-client.ts";
import { textOf } from "./testing/ledger.ts";
import { openListeningWorkspace } from "./testing/listening-workspace.ts";

vi.setConfig({ testTimeout: 120_000 });
const { workspace, admin, owner, folder, url, createAgent, pending } = await openListeningWorkspace();
const root = new URL("../../../", import.meta.url).pathname;
const page = readFileSync(join(root, "docs/guides/mcp.md"), "utf8");
const blocks = (language: string) =>
  [...page.matchAll(new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\`\`\``, "g"))].map(
    ([, block = ""]) => block,
  );
const [setUp = "", ...gateways] = blocks("sh");
const settings = JSON.parse(blocks("json")[0] ?? "{}") as {
  mcpServers: { files: { command: string; args: string[] } };
};

mkdirSync(join(folder, "bin"));
symlinkSync(await builtProgram(), join(folder, "bin/countersign"));
mkdirSync(join(folder, "notes"));
writeFileSync(join(folder, "notes/plan.txt"), "Ship on Friday.");
const env = {
  NODE_ENV: "test" as const,
  ...(process.env as Record<string, string>),
  PATH: `${join(folder, "bin")}:${join(root, "node_modules/.bin")}:${process.env.PATH}`,
  XDG_CONFIG_HOME: folder,
};

test("the commands of docs/guides/mcp.md set up a gateway, and the client's settings there start it", async () => {
  const now = new Date();
  const { code } = await issueEnrollmentCode(workspace.db, {
    actor: admin.viewer,
    agentId: await createAgent(),
    now,
  });
  const commands = setUp.replace("https://countersign.example", url).replace("7K3M-Q0XA-9TRC", code);
  await promisify(execFile)("sh", ["-euc", commands], { cwd: folder, env });
  // The workspace's own address is another than the port that the test serves it at.
  const credentials = join(folder, "countersign/default.json");
  const enrolled = { ...JSON.parse(readFileSync(credentials, "utf8")), issuer: site.origin };
  writeFileSync(credentials, JSON.stringify(enrolled));
  const mapping = JSON.parse(readFileSync(join(folder, "map.json"), "utf8")) as { tools: object };
  expect(Object.keys(mapping.tools)).toContain("read_text_file");

  const client = await connect({ ...settings.mcpServers.files, cwd: folder, env });
  const path = join(folder, "notes/plan.txt");
  const call = client.callTool({ name: "read_text_file", arguments: { path } }, { onprogress: () => {} });
  await owner.approve(await pending());
  expect(textOf(await call)).toBe("Ship on Friday.");
});

test("the other commands of docs/guides/mcp.md are understood", () => {
  for (const block of gateways) {
    const command =
      block
        .replaceAll("\\\n", " ")
        .split("\n")
        .find((line) => line.startsWith("countersign mcp")) ?? "";
    const args = command
      .split(/\s+/)
      .slice(2)
      .filter((arg) => arg !== "");
    const variables = { CLIENT_TOKEN: "x".repeat(64), PAYMENTS_AUTHORIZATION: "Bearer of-the-tool" };
    expect(readSettings(args, variables as never)).toMatchObject({ map: "map.json" });
  }
  expect(gateways).toHaveLength(2);
});
