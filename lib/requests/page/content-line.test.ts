import { expect, test } from "vitest";
import type { Descriptor } from "#lib/descriptors/descriptor";
import { contentLine } from "../queue/queue-item.ts";

const shell: Descriptor = {
  intent: "Run",
  fields: [
    { path: "/command", label: "Command", format: "command" },
    { path: "/cwd", label: "Folder", format: "path" },
  ],
};
const mail: Descriptor = {
  intent: "Send an email",
  fields: [
    { path: "/to", label: "To", format: "email" },
    { path: "/subject", label: "Subject", format: "text" },
  ],
};

test("the line of a shell command begins with the command itself, before the machine", () => {
  const action = {
    type: "shell.run",
    resource: "host/build-01",
    params: { command: "rm -rf ./dist", cwd: "/" },
  };
  expect(contentLine(action, shell)).toEqual(["rm -rf ./dist", "host/build-01"]);
});

test("the line of a described action has its first values, and not its amount", () => {
  const params = { to: "ada@example.com", subject: "Hello" };
  expect(contentLine({ type: "email.send", params }, mail)).toEqual(["ada@example.com", "Hello"]);
  const fields: Descriptor["fields"] = [
    { path: "/amount", label: "Amount", format: "amount", params: { currency: "USD" } },
  ];
  const refund = { type: "refund.create", resource: "charge/ch_81", params: { amount: 5 } };
  expect(contentLine(refund, { intent: "Refund", fields })).toEqual(["charge/ch_81"]);
});

test("the line of an action without a description has its short parameters by their names", () => {
  const action = { type: "wire", params: { to: "acct_1", count: 2, deep: { a: 1 } } };
  expect(contentLine(action, null)).toEqual(["to: acct_1", "count: 2"]);
});

test("a line is short, whatever the agent sent", () => {
  const params = Object.fromEntries(Array.from({ length: 50 }, (_, n) => [`p${n}`, "x".repeat(5000)]));
  const line = contentLine({ type: "wire", resource: "y".repeat(5000), params }, null);
  expect(line.map((text) => text.length)).toEqual([120, 120, 120]);
});
