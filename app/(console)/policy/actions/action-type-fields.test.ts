import { expect, test } from "vitest";
import { actionTypeFields, prepareTyped } from "./action-type-acts.ts";
import { denyReasonLines } from "./deny-reason-lines.ts";

const typed = {
  ...{
    type: "refund.create",
    title: "Refund a payment",
    risk: "spend",
    amountParam: "amount",
    currencyParam: "",
  },
  schema: '{"type":"object","properties":{"amount":{"type":"number"}}}',
};
const form = (written?: object) => {
  const entered = new FormData();
  entered.set("schema", typed.schema);
  if (written) entered.set("descriptor", JSON.stringify(written));
  return entered;
};
const prepared = await prepareTyped(form());
const descriptor = {
  intent: "Refund a payment",
  sentence: "Refund {amount}",
  fields: [{ path: "/amount", label: "Amount", format: "amount", params: { currency: "USD" } }],
};

function errorsOf(written: string): string[] {
  const read = actionTypeFields(prepared).safeParse({ ...typed, descriptor: written });
  return (read.error?.issues ?? []).map(({ path, message }) => `${path.join(".")}: ${message}`);
}

test("a description is read from JSON, and an empty one is none", () => {
  const read = actionTypeFields(prepared).parse({ ...typed, descriptor: JSON.stringify(descriptor) });
  expect(read.descriptor).toEqual(descriptor);
  expect(actionTypeFields(prepared).parse({ ...typed, descriptor: " " }).descriptor).toBeUndefined();
  expect(actionTypeFields(prepared).parse(typed).descriptor).toBeUndefined();
});

test.each<[string, unknown, string]>([
  [
    "an unknown format",
    { ...descriptor, fields: [{ path: "/a", label: "A", format: "html" }] },
    "Line 8, /fields/0/format",
  ],
  [
    "a format's unknown parameter",
    {
      ...descriptor,
      fields: [{ path: "/a", label: "A", format: "number", params: { currency: "USD" } }],
    },
    "Line 9, /fields/0/params",
  ],
  [
    "a path that isn't a pointer",
    { ...descriptor, fields: [{ path: "a", label: "A", format: "text" }] },
    "Line 6, /fields/0/path",
  ],
  [
    "a hidden character in its sentence",
    { ...descriptor, sentence: "Refund\u202e {amount}" },
    "Line 3, /sentence",
  ],
  [
    "free text in its sentence",
    {
      ...descriptor,
      fields: [{ path: "/amount", label: "Amount", format: "text" }],
    },
    "Line 3, /sentence: {amount} is free text",
  ],
  [
    "a path twice",
    { ...descriptor, fields: [descriptor.fields[0], descriptor.fields[0]] },
    "/fields/1/path: another field",
  ],
  [
    "a test that shows other lines",
    {
      ...descriptor,
      tests: [{ params: { amount: 5 }, lines: ["Refund a payment", "Refund 6.00 USD", "Amount: 5.00 USD"] }],
    },
    'line 2 is "Refund 5.00 USD", the test expects "Refund 6.00 USD"',
  ],
  ["a member that descriptors don't have", { ...descriptor, title: "x" }, "title"],
])("a description with %s is refused, with its line", (_, written, message) => {
  const errors = errorsOf(JSON.stringify(written, undefined, 2));
  expect(errors).toEqual([expect.stringMatching(/^descriptor: /)]);
  expect(errors[0]).toContain(message);
});

test("a description that isn't JSON names the line", () => {
  expect(errorsOf('{\n "intent": }')).toEqual([
    expect.stringMatching(/^descriptor: Line 2 isn't valid JSON/),
  ]);
});

const lines = ["Run a command", "Command: ls -l", "  Runs: ls -l"];
const command = (expected: string[], text = "ls -l") => ({
  intent: "Run a command",
  fields: [{ path: "/command", label: "Command", format: "command" }],
  tests: [{ params: { command: text }, lines: expected }],
});

async function errorsOfTests(written: object): Promise<string> {
  const read = actionTypeFields(await prepareTyped(form(written))).safeParse({
    ...{ ...typed, amountParam: "" },
    descriptor: JSON.stringify(written),
  });
  return (read.error?.issues ?? []).map(({ message }) => message).join();
}

test("the tests of a description with a command are checked when it is saved", async () => {
  expect(await errorsOfTests(command(lines))).toBe("");
  expect(await errorsOfTests(command(["Run a command", "Command: ls -l", "  Runs: rm"]))).toContain(
    'line 3 is "  Runs: ls -l", the test expects "  Runs: rm"',
  );
  const cannot = command(["Run a command", "Command: eval x", "  Runs: eval x"], "eval x");
  expect(await errorsOfTests(cannot)).toContain('line 3 is "  Cannot be inspected: Runs text as shell code"');
});

test("deny reasons are read a line each, as they are shown, and no line is the default reasons", () => {
  const denyReasons = [
    { code: "wrong_amount", text: "Wrong amount" },
    { code: "ratio", text: "Not 1:1" },
  ];
  const reasonsOf = (written: string) =>
    actionTypeFields(prepared).parse({ ...typed, denyReasons: written }).denyReasons;
  expect(reasonsOf(denyReasonLines(denyReasons))).toEqual(denyReasons);
  expect(reasonsOf(" \n ratio :  Not 1:1 \n\n")).toEqual(denyReasons.slice(1));
  expect(reasonsOf("\n")).toBeUndefined();
});

test.each([
  ["other: Other", "Reason 1: this code is reserved, use another one"],
  ["a: A\nunexpected: B", "Reason 2: this code is reserved, use another one"],
  ["Wrong amount", "Reason 1: use a code of lowercase letters, digits and underscores"],
  ["a:", "Reason 1: enter a text"],
  ["a: A\u202e", "Reason 1: no line ends, control characters or characters that reverse text"],
  [`a: ${"x".repeat(41)}`, "Reason 1: use a text of up to 40 characters"],
  ["a: A\na: B", "two reasons have the same code"],
  ["a: A\nb: A", "two reasons have the same text"],
  ["abcdefg".replace(/./g, "$&: $&\n"), "at most 6 reasons"],
])("deny reasons %j are refused", (denyReasons, message) => {
  const read = actionTypeFields(prepared).safeParse({ ...typed, denyReasons });
  expect(read.error?.issues.map((issue) => [issue.path.join(), issue.message])).toContainEqual([
    "denyReasons",
    message,
  ]);
});
