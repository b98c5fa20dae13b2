import {
  AppRouterContext,
  type AppRouterInstance,
} from "next/dist/shared/lib/app-router-context.shared-runtime";
import { createElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import { OfferedKeys } from "./offered-keys.tsx";

const key = (id: string, more: object = {}) => ({
  ...{ id, algorithm: "ed25519" as const, thumbprint: `print-of-${id}` },
  ...{ added_at: "2026-11-24T10:00:00.000Z", added_by: "per_2", ...more },
});
const shared = { name: "Refund bot", otherChoice: "/other" };
const people = new Map([["per_1", "Olga"]]);

function textOf(keys: ReturnType<typeof key>[], keepsKeys: boolean): string {
  const list = createElement(OfferedKeys, { ...shared, keys, keepsKeys, people });
  const router = { value: {} as AppRouterInstance };
  const page = renderToStaticMarkup(createElement(AppRouterContext.Provider, router, list));
  return page.replaceAll(/<[^>]+>/g, " ").replaceAll(/\s+/g, " ");
}

test("each key is shown with its digest, the time it was added and the person who added it", () => {
  const text = textOf([key("key_1", { added_by: "per_1" }), key("key_2")], false);
  expect(text).toMatch(/key_1 .*Digest print-of-key_1 .*Added .*24 Nov 2026.* by Olga/);
  expect(text).toMatch(/key_2 .*Digest print-of-key_2 .*Added .* by per_2/);
});

test("the effect on the keys is shown next to the other choice", () => {
  const [one, two] = [key("key_1"), key("key_2")];
  expect(textOf([one, two], false)).toContain(
    "Accepting revokes its 2 keys. Add a new key after you accept.",
  );
  expect(textOf([one, two], false)).toContain("Keep its keys");
  expect(textOf([one], false)).toContain("Accepting revokes its key. Add a new key after you accept.");
  expect(textOf([one], true)).toContain("Its key still works.");
  expect(textOf([one], true)).toContain("Revoke its key");
  expect(textOf([], false)).toContain(
    "It doesn't have a key. Add a key after you accept.".replace("'", "&#x27;"),
  );
});
