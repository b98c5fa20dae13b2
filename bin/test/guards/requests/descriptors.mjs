const render = "lib/descriptors/render/render-action.test.ts";
const receipt = "bin/client/receipts/display-checks.test.ts";
const file = "lib/descriptors/render/render-action.mjs";

export default [
  {
    name: "no-free-text-in-a-sentence",
    invariant: 20,
    file,
    find: "if (!formatNamed(field?.format)?.isClosed) throw bad();",
    replace: "if (!formatNamed(field?.format)) throw bad();",
    tests: [`${render} > a descriptor from a receipt with`],
  },
  {
    name: "a-hidden-value-is-the-described-one",
    invariant: 20,
    file,
    find: "if (canonicalJson(visible.mustBe) === canonicalJson(value)) return true;",
    replace: "if (canonicalJson(visible.mustBe) !== '') return true;",
    tests: [`${render} > a value that differs from its default`],
  },
  {
    name: "a-missing-parameter-fails",
    invariant: 20,
    file,
    find: "if (value === undefined && field.optional === true) continue;",
    replace: "if (value === undefined) continue;",
    tests: [`${render} > names of an object`],
  },
  {
    name: "nothing-is-left-out",
    invariant: 20,
    file: "lib/descriptors/pointers.mjs",
    find: "if (here.some(({ length }) => length === place.length)) return [];",
    replace: "if (here.length > 0) return [];",
    tests: [`${render} > a field covers its own value alone`],
  },
  {
    name: "currency-is-a-currency",
    invariant: 20,
    file: "lib/descriptors/formats/amount.mjs",
    find: "!/^[A-Z]{3}$/.test(code)",
    replace: "code === ''",
    tests: ["lib/descriptors/formats/formats.test.ts > an amount takes its currency"],
  },
  {
    name: "the-receipt-renders-to-the-signed-digest",
    invariant: 20,
    file: "bin/client/receipts/display-checks.mjs",
    find: "if (digest !== rendering)",
    replace: "if (digest === '')",
    tests: ["bin/client/receipts/verify.test.ts > an action digest of a different action"],
  },
  {
    name: "the-receipt-has-the-signed-descriptor",
    invariant: 20,
    file: "bin/client/receipts/display-checks.mjs",
    find: "if (digest !== named.digest)",
    replace: "if (digest === '')",
    tests: [receipt],
  },
];
