import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { openCommandReader, type Read } from "#lib/descriptors/commands/open-reader";
import type { Descriptor } from "#lib/descriptors/descriptor";
import { exampleReceipt } from "../testing/example-receipt.ts";
import { renderStatement } from "./display-checks.ts";
import { verifyReceipt } from "./verify.ts";

const descriptor: Descriptor = {
  intent: "Refund a payment",
  sentence: "Refund {amount} to {resource}",
  fields: [{ path: "/amount", label: "Amount", format: "amount", params: { currency: "/currency" } }],
};

async function failed(receipt: unknown): Promise<string[]> {
  return (await verifyReceipt(receipt)).checks.filter(({ passed }) => !passed).map(({ name }) => name);
}

test("a receipt proves what its approver saw, with and without a description", async () => {
  const described = (await verifyReceipt(await exampleReceipt({ descriptor }))).checks.find(
    ({ name }) => name === "display",
  );
  expect(described).toEqual({ name: "display", passed: true, detail: "the description of policy version 7" });
  const raw = (await verifyReceipt(await exampleReceipt())).checks.find(({ name }) => name === "display");
  expect(raw?.detail).toBe("the parameters, without a description");
});

test("a receipt of a shell command verifies with the reader of shell commands, and with none that reads it differently", async () => {
  const action = { type: "shell.run", params: { command: "ghc -e main" } };
  const shown: Descriptor = {
    intent: "Run",
    fields: [{ path: "/command", label: "Command", format: "command" }],
  };
  const commands = await openCommandReader();
  const words = async (read: Read, change?: (unsigned: { statement: string }) => void) => {
    const receipt = await exampleReceipt({ descriptor: shown, action, read, ...(change && { change }) });
    const result = (await verifyReceipt(receipt, { commands })).checks.find(({ name }) => name === "display");
    return [result?.passed, result?.detail, JSON.stringify(renderStatement(receipt, commands))];
  };
  expect(await words(commands.read)).toEqual([
    true,
    "the description of policy version 7",
    expect.stringContaining("Runs an unknown program"),
  ]);
  const [passed, detail] = await words(() => commands.read("ls"));
  expect([passed, detail]).toEqual([false, expect.stringContaining("the statement says")]);
});

test("a receipt of a built-in description verifies by the descriptor in it, whatever is built in now", async () => {
  const receipt = await exampleReceipt({ descriptor, builtIn: 99 });
  expect((await verifyReceipt(receipt)).checks.find(({ name }) => name === "display")).toMatchObject({
    passed: true,
    detail: "version 99 of the built-in descriptions: the policy had none",
  });
  expect(await failed(receipt)).toEqual([]);
  const change = (unsigned: { descriptor?: Descriptor }) => {
    unsigned.descriptor = { ...descriptor, sentence: "Pay {amount}" };
  };
  expect(await failed(await exampleReceipt({ descriptor, builtIn: 99, change }))).toEqual(["display"]);
});

test("verifying a receipt without a shell command uses no package", () => {
  const ours = { lib: "../../../lib/", client: "../../../client/src/" };
  const seen = new Set<string>();
  const read = (file: URL): string[] => {
    if (seen.has(file.href)) return [];
    seen.add(file.href);
    const imports = [
      ...readFileSync(file, "utf8").matchAll(/^(?:import|export) (?!type )[^;]*?from "([^"]+)";/gm),
    ];
    const names = imports.map(([, name = ""]) => name);
    const own = names.filter((name) => /^(?:\.|#(?:lib|client)\/)/.test(name));
    return [
      ...names.filter((name) => !own.includes(name)),
      ...own.flatMap((name) => {
        const [, folder, rest] = /^#(lib|client)\/(.*)$/.exec(name) ?? [];
        const base = ours[folder as "lib" | "client"];
        return read(base === undefined ? new URL(name, file) : new URL(`${base}${rest}.ts`, import.meta.url));
      }),
    ];
  };
  const packages = read(new URL("verify-command.ts", import.meta.url)).filter(
    (name) => !name.startsWith("node:"),
  );
  expect([packages, seen.size > 20]).toEqual([[], true]);
});
