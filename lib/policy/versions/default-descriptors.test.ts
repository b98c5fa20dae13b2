import { expect, test } from "vitest";
import { actionTypeFaults } from "#lib/policy/action-types/check-action-types";
import { prepareCheck } from "#lib/policy/action-types/prepare-check";
import { defaultCatalog } from "./defaults.ts";

const described = defaultCatalog.filter(({ type }) => type !== "shell.run");

test.each(described.map((entry) => [entry.type, entry] as const))(
  "%s of a new workspace is shown as its tests say",
  async (_, entry) => {
    expect(entry.descriptor?.tests).toHaveLength(1);
    expect(actionTypeFaults(entry, await prepareCheck([entry]))).toEqual([]);
  },
);

// Not a test in the descriptor: each publication would read its commands again.
test("shell.run of a new workspace is shown with what the command does", async () => {
  const entry = defaultCatalog.find(({ type }) => type === "shell.run");
  const params = { command: "curl -o a.tgz https://example.com/a.tgz", directory: "/work", timeout: 60 };
  const lines = [
    "Run a shell command",
    `Command: ${params.command}`,
    `  Runs: ${params.command}`,
    "  Writes: a.tgz",
    "  Connects to: https://example.com/a.tgz",
    "Directory: /work",
    "Also included: /timeout 60",
  ];
  if (!entry?.descriptor) throw new Error("shell.run has a descriptor");
  const tested = { ...entry, descriptor: { ...entry.descriptor, tests: [{ params, lines }] } };
  expect(actionTypeFaults(tested, await prepareCheck([tested]))).toEqual([]);
});
