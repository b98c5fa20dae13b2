import { expect, test } from "vitest";
import { applyPatch } from "./patch.ts";

const replace = (path: string, value: unknown) => ({ op: "replace", path, value });

// Examples of RFC 6902, appendices A.5 and A.14, which concern `replace` and escaped pointers.
test("a replaced value takes the old one's place, as in RFC 6902 appendices A.5 and A.14", () => {
  expect(applyPatch({ baz: "qux", foo: "bar" }, [replace("/baz", "boo")])).toEqual({
    baz: "boo",
    foo: "bar",
  });
  expect(applyPatch({ "/": 9, "~1": 10 }, [replace("/~01", 11)])).toEqual({ "/": 9, "~1": 11 });
});

test("values inside lists and nested objects are replaced, and the original stays as it was", () => {
  const original = { lines: [{ sum: 1 }, { sum: 2 }], rest: { kept: true } };
  const patched = applyPatch(original, [replace("/lines/1/sum", 3), replace("/rest/kept", false)]);
  expect(patched).toEqual({ lines: [{ sum: 1 }, { sum: 3 }], rest: { kept: false } });
  expect(original).toEqual({ lines: [{ sum: 1 }, { sum: 2 }], rest: { kept: true } });
});

test("a member named __proto__ is replaced as data", () => {
  const document = JSON.parse('{"__proto__": {"a": 1}, "b": 2}');
  const patched = applyPatch(document, [replace("/__proto__/a", 5)]);
  expect(JSON.stringify(patched)).toBe('{"__proto__":{"a":5},"b":2}');
  expect(Object.getPrototypeOf(patched)).toBe(Object.prototype);
});

test("other operations, missing places and malformed patches are refused", () => {
  const refused = (patch: unknown) => expect(() => applyPatch({ a: 1 }, patch)).toThrow(Error);
  refused([{ op: "add", path: "/b", value: 1 }]);
  refused([{ op: "remove", path: "/a" }]);
  refused([{ op: "replace", path: "/a" }]);
  refused([replace("/b", 1)]);
  refused([replace("/toString", 1)]);
  refused([replace("a", 1)]);
  refused({ 0: replace("/a", 1) });
  refused([null]);
});
