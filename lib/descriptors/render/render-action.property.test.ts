import fc from "fast-check";
import { expect, test } from "vitest";
import { canonicalJson } from "#client/json/canonical";
import { type Json, valueAt } from "#client/json/pointer";
import { pointerTokens } from "../pointers.ts";
import { descriptor, name, params, value } from "../testing/arbitrary-descriptors.ts";
import { renderAction } from "./render-action.ts";
import type { Action } from "./rendering.ts";

const runs = { numRuns: 500 };

function actionOf(given: { [name: string]: Json }, resource?: string): Action {
  return { type: "test.run", params: given, ...(resource !== undefined && { resource }) };
}

/** The pointers of all leaves. An empty object or list is a leaf. */
function leaves(found: Json, at: string[] = []): string[][] {
  const members = typeof found === "object" && found !== null ? Object.entries(found) : [];
  return members.length === 0 ? [at] : members.flatMap(([key, member]) => leaves(member, [...at, key]));
}

test("every leaf of the parameters is in a field, also included or hidden, with its exact value", () => {
  fc.assert(
    fc.property(params, descriptor, (given, described) => {
      const { form, fields, also, hidden } = renderAction(actionOf(given), described);
      for (const part of [...also, ...hidden])
        expect(part.value).toBe(valueAt(given, pointerTokens(part.path) ?? []));
      const currencies = fields.some(({ format }) => format === "amount") ? ["/currency"] : [];
      const places = [...fields, ...also, ...hidden]
        .map(({ path: at }) => at)
        .concat(form === "raw" ? [] : currencies);
      const shown = places.map((at) => pointerTokens(at) ?? []);
      for (const leaf of Object.keys(given).length === 0 ? [] : leaves(given))
        expect(shown.some((tokens) => tokens.every((token, index) => token === leaf[index]))).toBe(true);
      for (const { path: at, shown: text } of fields) {
        const signed = valueAt(given, pointerTokens(at) ?? []);
        if (text.as === "text" || text.as === "code" || text.as === "path") expect(text.text).toBe(signed);
        if (text.as === "url") expect(text.before + text.host + text.after).toBe(signed);
        if (text.as === "json") expect(text.value).toBe(signed);
      }
    }),
    runs,
  );
});

test("a raw form shows exactly the parameters", () => {
  fc.assert(
    fc.property(params, (given) => {
      const { also } = renderAction(actionOf(given), undefined);
      const again = also.map(({ path: at, value: found }) => [pointerTokens(at)?.[0], found]);
      expect(again).toEqual(Object.entries(given).sort(([a], [b]) => (a < b ? -1 : 1)));
    }),
    runs,
  );
});

test("a value changes no label, no order and no word of a sentence, but can only make the form raw", () => {
  fc.assert(
    fc.property(params, descriptor, name, value, (given, described, changed, other) => {
      const before = renderAction(actionOf(given, "a/b"), described);
      const after = renderAction(actionOf({ ...given, [changed]: other }, "a/b"), described);
      if (before.form === "raw" || after.form === "raw") return;
      const words = ({ sentence }: typeof before) =>
        sentence?.map((part) => ("words" in part ? part.words : 0));
      expect(words(after)).toEqual(words(before));
      for (const rendering of [before, after]) {
        const order = rendering.fields.map(({ path: at }) =>
          described.fields.findIndex((own) => own.path === at),
        );
        expect(order).toEqual([...order].sort((a, b) => a - b));
        for (const { path: at, label } of rendering.fields)
          expect(described.fields.some((own) => own.path === at && own.label === label)).toBe(true);
      }
      const unchanged = (at: string) => pointerTokens(at)?.[0] !== changed;
      const same = (rendering: typeof before) =>
        rendering.fields.filter(({ path: at, shown }) => unchanged(at) && shown.as !== "value");
      for (const one of same(before))
        expect(same(after).map((own) => canonicalJson(own as never))).toContain(canonicalJson(one as never));
    }),
    runs,
  );
});

test("the rendering depends on nothing but the action and the descriptor, in any order of members", () => {
  const reversed = (given: object) => Object.fromEntries(Object.entries(given).reverse());
  fc.assert(
    fc.property(params, descriptor, (given, described) => {
      const one = renderAction(actionOf(given), described);
      expect(canonicalJson(renderAction(actionOf(given), reversed(described)) as never)).toBe(
        canonicalJson(one as never),
      );
      const reordered = renderAction(actionOf(reversed(given) as never), described);
      expect(canonicalJson(reordered as never)).toBe(canonicalJson(one as never));
    }),
    { numRuns: 300 },
  );
});
