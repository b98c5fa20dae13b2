import { expect, test, vi } from "vitest";
import { RunningWorkspace } from "#app/api/testing/running-workspace";
import type { SignedInPerson } from "#app/api/testing/signed-in-person";

const browser = vi.hoisted(() => ({ cookie: "" }));
vi.mock("next/headers", () => ({
  cookies: async () => ({
    get: (name: string) => {
      const [key, value] = browser.cookie.split("=");
      return key === name ? { value } : undefined;
    },
  }),
}));

// Test files share the modules of their worker: an earlier one may have loaded the real `next/headers`.
vi.resetModules();
const { runAsViewer } = await import("./run-act.ts");
const { workspace, admin } = await RunningWorkspace.open();
const approver = await workspace.person("Petra", ["approver"], admin);
const change = vi.fn(async () => "changed");

function submittedBy(person: SignedInPerson | undefined) {
  browser.cookie = person?.cookie ?? "";
  change.mockClear();
  return runAsViewer(["admin"], change);
}

test("a form sent after the session ended is refused in place, says that nothing was done, and does nothing", async () => {
  expect(await submittedBy(undefined)).toEqual({
    outcome: "refused",
    message: "You're signed out, so nothing was done.",
    errors: {},
    isSignedOut: true,
  });
  expect(change).not.toHaveBeenCalled();
});

test("a form of a viewer without the role is not found, and does nothing", async () => {
  await expect(submittedBy(approver)).rejects.toThrow("NEXT_HTTP_ERROR_FALLBACK;404");
  expect(change).not.toHaveBeenCalled();
});

test("a form of a viewer with the role is done", async () => {
  expect(await submittedBy(admin)).toEqual({ outcome: "done", result: "changed" });
});
