import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { openAgentSide } from "../testing/agent-side.ts";

const { folder, run } = await openAgentSide();
const page = readFileSync(new URL("../../../docs/boundary.md", import.meta.url), "utf8");
const mapping = /```json\n([\s\S]*?)```/.exec(page)?.[1] ?? "";
const call = /echo '([\s\S]*?)' \|/.exec(page)?.[1] ?? "";

test("the mapping of docs/boundary.md turns the call there into a refund", async () => {
  const map = join(folder, "map.json");
  writeFileSync(map, mapping);
  const { code, io } = await run(["boundary", "check", map, "--call", "-"], { stdin: call });
  expect([code, io.stdout && JSON.parse(io.stdout)]).toEqual([
    0,
    {
      type: "refund.create",
      resource: "charge/ch_81",
      params: { amount: 1250, currency: "USD" },
      audience: "https://payments.example",
    },
  ]);
});

test("the commands of docs/boundary.md exist, with these options", async () => {
  const helps = await Promise.all(["boundary", "mcp"].map((command) => run([command, "--help"])));
  const help = helps.map(({ io }) => io.stdout).join("");
  const commands = [...page.matchAll(/countersign (boundary \w+)|(--[a-z-]+) /g)].map(
    ([, name, option]) => name ?? option,
  );
  expect(commands.length).toBeGreaterThan(4);
  expect(commands.filter((one) => !help.includes(one ?? ""))).toEqual([]);
});
