import { expect, test } from "vitest";
import { invitationWords } from "./invitation-words.ts";

test("an invitation speaks of approving only to a person who will approve", () => {
  expect(invitationWords("Acme", ["admin", "approver"])).toBe(
    "You've been invited to Acme. You'll use a passkey to sign in and approve. There's no password.",
  );
  for (const role of ["admin", "auditor"] as const)
    expect(invitationWords("Acme", [role])).toBe(
      "You've been invited to Acme. You'll use a passkey to sign in. There's no password.",
    );
});
