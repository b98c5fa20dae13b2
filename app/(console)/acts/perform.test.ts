import { beforeEach, expect, test, vi } from "vitest";
import { RunningWorkspace } from "#app/api/testing/running-workspace";
import type { SignedInPerson } from "#app/api/testing/signed-in-person";
import { untouched } from "#components/forms/action-state.ts";
import { listSigningKeys } from "#lib/crypto/signing-key";
import type { ConfirmedAct } from "#lib/passkeys/confirmed-act";

const browser = vi.hoisted(() => ({ cookie: "" }));
vi.mock("next/headers", () => ({
  cookies: async () => ({
    get: (name: string) => {
      const [key, value] = browser.cookie.split("=");
      return key === name ? { value } : undefined;
    },
  }),
}));
const revalidatePath = vi.hoisted(() => vi.fn());
vi.mock("next/cache", () => ({ revalidatePath }));

// Test files share the modules of their worker: an earlier one may have loaded the real modules.
vi.resetModules();
const { perform } = await import("./perform.ts");
const { allActs } = await import("./registry.ts");
const { workspace, admin } = await RunningWorkspace.open();
const [approver, auditor] = [
  await workspace.person("Petra", ["approver"], admin),
  await workspace.person("Aud", ["auditor"], admin),
];

const keyCount = async () => (await listSigningKeys(workspace.db)).length;
const sentBy = (person: SignedInPerson | undefined, name: unknown, form: unknown = new FormData()) => {
  browser.cookie = person?.cookie ?? "";
  return perform(name as string, untouched, form as FormData);
};

beforeEach(() => revalidatePath.mockClear());

test("a name that no act has is refused with a reason, also the name of a member of every object", async () => {
  const unknown = ["", "signing-key", "signing-key/rotate/", "__proto__", "constructor", "toString", "has"];
  for (const name of [...unknown, undefined, null, 1, ["signing-key/rotate"], { name: "signing-key/rotate" }])
    expect(await sentBy(admin, name), String(name)).toMatchObject({
      outcome: "refused",
      message: "This page is from another version of Countersign, so nothing was done. Reload it.",
    });
  expect(revalidatePath).not.toHaveBeenCalled();
});

test("each act has its own name, and roles", () => {
  expect(new Set(allActs.map(({ name }) => name)).size).toBe(allActs.length);
  for (const { name, roles } of allActs) expect(roles.length, name).toBeGreaterThan(0);
});

test("no act is done for a signed-out caller", async () => {
  for (const { name } of allActs)
    expect(await sentBy(undefined, name), name).toMatchObject({ outcome: "refused", isSignedOut: true });
});

test("an act of admins is not found for an approver or auditor", async () => {
  const ofAdmins = allActs.filter(({ roles }) => roles.length === 1 && roles[0] === "admin");
  expect(ofAdmins.length).toBeGreaterThan(70);
  for (const { name } of ofAdmins)
    for (const person of [approver, auditor])
      await expect(sentBy(person, name), name).rejects.toThrow("NEXT_HTTP_ERROR_FALLBACK;404");
});

test("what isn't a form is refused", async () => {
  for (const form of [null, "", {}, new Map([["confirmation", "{}"]]), new URLSearchParams()])
    expect(await sentBy(admin, "signing-key/rotate", form)).toMatchObject({
      outcome: "refused",
      message: expect.stringContaining("no form"),
    });
});

test("an act is done once its own act is confirmed, not before and not with another's confirmation", async () => {
  const before = await keyCount();
  const asked = async (name: string) => {
    const state = await sentBy(admin, name);
    return state.outcome === "confirm" ? state.act : expect.unreachable(`${name} takes no passkey`);
  };
  const confirmedFor = async (act: ConfirmedAct, { isDeclared = true } = {}) => {
    const form = new FormData();
    await admin.confirmForm(form, act);
    if (!isDeclared) form.delete("confirmedAct");
    return sentBy(admin, "signing-key/rotate", form);
  };
  const own = await asked("signing-key/rotate");
  const other = await asked("mail/remove");
  for (const isDeclared of [true, false])
    expect(await confirmedFor(other, { isDeclared })).toMatchObject({ outcome: "refused" });
  expect(await keyCount()).toBe(before);
  expect(revalidatePath).not.toHaveBeenCalled();
  expect(await confirmedFor(own)).toMatchObject({ outcome: "done" });
  expect(await keyCount()).toBe(before + 1);
  expect(revalidatePath.mock.calls).toEqual([["/settings/keys", "layout"]]);
});
