import { fileURLToPath } from "node:url";
import { expect, test } from "@playwright/test";
import { build } from "esbuild";
import fc from "fast-check";
import { canonicalJson } from "#client/json/canonical";
import { renderAction } from "#lib/descriptors/render/render-action";
import { descriptor, params } from "#lib/descriptors/testing/arbitrary-descriptors";

const source = fileURLToPath(new URL("../lib/descriptors/render/render-action.ts", import.meta.url));
const canonical = fileURLToPath(new URL("../client/src/json/canonical.ts", import.meta.url));

/** The rendering and canonical JSON as a script for a page. */
async function bundled(): Promise<string> {
  const contents = `import { renderAction } from ${JSON.stringify(source)};
    import { canonicalJson } from ${JSON.stringify(canonical)};
    globalThis.rendered = (cases) => cases.map(({ action, descriptor }) => canonicalJson(renderAction(action, descriptor)));`;
  const stdin = { contents, resolveDir: import.meta.dirname };
  const { outputFiles } = await build({ stdin, bundle: true, write: false, format: "iife" });
  return outputFiles[0]?.text ?? "";
}

test("Chromium renders random actions exactly as the server does", async ({ page }) => {
  const samples = fc.sample(fc.tuple(params, descriptor), { numRuns: 400, seed: 13 });
  const cases = samples.map(([given, described]) =>
    JSON.parse(JSON.stringify({ action: { type: "test.run", params: given }, descriptor: described })),
  );
  const here = cases.map((one) => canonicalJson(renderAction(one.action, one.descriptor)));
  expect(here.filter((text) => text.includes('"form":"described"')).length).toBeGreaterThan(20);
  await page.addScriptTag({ content: await bundled() });
  const there = await page.evaluate<string[], string>(
    (given) =>
      (globalThis as unknown as { rendered: (cases: unknown) => string[] }).rendered(JSON.parse(given)),
    JSON.stringify(cases),
  );
  expect(there).toEqual(here);
});
