import { expect, test, vi } from "vitest";
import { z } from "zod";
import { RunningWorkspace } from "#app/api/testing/running-workspace";

vi.mock("next/headers", () => ({ headers: async () => new Headers() }));

// As in run-act.test.ts: an earlier test file may have loaded another `next/headers`.
vi.resetModules();
const { readForm, runAction } = await import("./run-action.ts");
await RunningWorkspace.open();
const schema = z.object({ name: z.string().min(1), roles: z.array(z.string()) });

function formOf(...fields: [name: string, value: string][]): FormData {
  const form = new FormData();
  for (const [name, value] of fields) form.append(name, value);
  return form;
}

const errorsOf = (form: FormData) => runAction(async () => readForm(schema, form, ["roles"]));
const sentence = "This has a character that can't be stored. Remove it and try again.";

test("a field with U+0000 gets an error next to it, for any schema", async () => {
  for (const text of ["\u0000", "a\u0000b", "\u0000\u0000"])
    expect(await errorsOf(formOf(["name", text]))).toMatchObject({
      outcome: "refused",
      errors: { name: sentence },
    });
});

test("one of several values with U+0000 gets an error next to its field", async () => {
  expect(await errorsOf(formOf(["name", "a"], ["roles", "admin"], ["roles", "\u0000"]))).toMatchObject({
    outcome: "refused",
    errors: { roles: sentence },
  });
});

test("an unexpected field with U+0000 is refused too", async () => {
  expect(await errorsOf(formOf(["name", "a"], ["other", "\u0000"]))).toMatchObject({
    errors: { other: sentence },
  });
});

test("a form with text from every script is read", async () => {
  expect(await errorsOf(formOf(["name", "Zoë 李 😀"], ["roles", "admin"]))).toMatchObject({
    outcome: "done",
    result: { name: "Zoë 李 😀", roles: ["admin"] },
  });
});

test("text that only the database refuses gets a sentence that says what to remove", async () => {
  const state = await runAction(async () => {
    throw Object.assign(new Error("query failed"), {
      cause: Object.assign(new Error("0x00"), { code: "22021" }),
    });
  });
  expect(state).toMatchObject({ outcome: "refused", message: expect.stringContaining("U+0000") });
});
