import { expect, test } from "vitest";
import { isKeyDelivered } from "./first-steps.tsx";

const request = { id: "req_1", state: "pending" };

test.each(["secret", "public"] as const)(
  "a new agent's %s key counts as given to the agent after its first request",
  (kind) => {
    expect(isKeyDelivered(kind, undefined)).toBe(false);
    expect(isKeyDelivered(kind, { hasKey: true, request: undefined })).toBe(false);
    expect(isKeyDelivered(kind, { hasKey: true, request })).toBe(true);
  },
);

test("a key enrolled with a code counts as given to the agent after its enrollment", () => {
  expect(isKeyDelivered("code", { hasKey: false, request: undefined })).toBe(false);
  expect(isKeyDelivered("code", { hasKey: true, request: undefined })).toBe(true);
});
