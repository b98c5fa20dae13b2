import { expect, test, vi } from "vitest";
import { RunningWorkspace } from "#app/api/testing/running-workspace";
import { confirmAndPerform, expectRefusedAfter, formOf, questionFor } from "#app/testing/confirming";
import { defineConfirmedAction } from "./confirmed-action.ts";

const { admin } = await RunningWorkspace.open();
const run = vi.fn(async () => "done");

const rest = {
  roles: ["admin"],
  refreshes: [],
  read: () => ({}),
  question: () => ({ title: "Do it?", consequences: [], confirm: "Do it" }),
  run,
} as const;
const one = defineConfirmedAction({ ...rest, name: "test/do", about: () => ["one"] });
const other = defineConfirmedAction({ ...rest, name: "test/do/one" });

test("a confirmation is for the act of one definition, even if another's reads the same", async () => {
  const { act } = await questionFor(other, admin, formOf({}));
  expect(act).toMatch(/^test\/do\/one\/[\w-]{43}$/);
  await expectRefusedAfter(act, one, admin, {});
  expect(run).not.toHaveBeenCalled();
  expect(await confirmAndPerform(one, admin, formOf({}))).toBe("done");
});

test("an act that copies another's definition needs a confirmation under the copy's name", async () => {
  const copied = defineConfirmedAction({ ...other, name: "test/copy" });
  await expect(copied.perform(admin.viewer, formOf({}))).rejects.toMatchObject({
    asked: { act: expect.stringMatching(/^test\/copy\//) },
  });
});

test("a definition without roles doesn't compile", () => {
  const { roles: _, ...without } = rest;
  // @ts-expect-error: the roles are missing.
  defineConfirmedAction({ ...without, name: "test/no-roles" });
  // @ts-expect-error: no role may do it.
  defineConfirmedAction({ ...rest, name: "test/no-role", roles: [] });
});
