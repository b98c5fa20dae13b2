import { expect, test } from "vitest";
import { kindAndVersion, listsTools, registerCommand } from "./kind-names.ts";

test("a boundary is named by its kind and version, and an unknown kind as it was reported", () => {
  expect(kindAndVersion({ kind: "http_proxy", version: "1.2.0" })).toBe("HTTP proxy 1.2.0");
  expect(kindAndVersion({ kind: "shop", version: "1.2.0" })).toBe("shop 1.2.0");
  expect(kindAndVersion({ kind: null, version: null })).toBeUndefined();
  expect([{ kind: "http_proxy" }, { kind: "mcp" }].map(listsTools)).toEqual([false, true]);
});

test("the command that registers an HTTP proxy names the kind", () => {
  const command = "countersign boundary register --url https://a.example --code C";
  expect(registerCommand("https://a.example", "C", "http_proxy")).toBe(`${command} --kind http_proxy`);
  for (const kind of ["mcp", null]) expect(registerCommand("https://a.example", "C", kind)).toBe(command);
});
