import type { Page } from "@playwright/test";
import { expect, test } from "../fixtures/test.ts";

test("text and code have served faces, 50 KB together, and a letter of another alphabet has neither", async ({
  page,
  workspace: { server },
}) => {
  await page.goto(`${server.origin}/signin`);
  const [styles = ""] = await page
    .locator("link[rel=stylesheet]")
    .evaluateAll((links: HTMLLinkElement[]) => links.map(({ href }) => href));
  const css = await (await page.request.get(styles)).text();
  const files = [...css.matchAll(/url\(["']?([^"')]+\.woff2)/g)].map(
    ([, file = ""]) => new URL(file, styles),
  );
  let bytes = 0;
  for (const file of files) {
    const answer = await page.request.get(file.href);
    expect(answer.headers()["cache-control"]).toBe("public, max-age=31536000, immutable");
    bytes += (await answer.body()).length;
  }
  expect(files).toHaveLength(2);
  expect(bytes).toBeLessThanOrEqual(50_000);
  const preloaded = page.locator("link[rel=preload][as=font]");
  expect(await preloaded.evaluate(({ href }: HTMLLinkElement) => href)).toBe(files[0]?.href);

  // The faces are optional: the first view can be faster than the files.
  await page.evaluate(() => Promise.all([...document.fonts].map((face) => face.load())));
  await page.reload();
  await expect
    .poll(() => page.evaluate(() => Object.keys(document.body).some((key) => key.startsWith("__react"))))
    .toBe(true);
  for (const [element, text, served] of [
    ["p", "Refund 1,250.00 USD · Łódź “Il1”", 32],
    ["code", "Il1|O0 -> rm -rf", 16],
    // Cyrillic, except for the last letter.
    ["p", "раураl", 1],
    ["code", "раураl", 1],
  ] as const)
    expect(await servedGlyphs(page, element, text), `${element}: ${text}`).toBe(served);
});

/** The number of glyphs that come from a served face when the text stands in the element. */
async function servedGlyphs(page: Page, element: string, text: string): Promise<number> {
  await page.evaluate(
    ([name = "", text = ""]) => {
      const place = document.createElement(name);
      place.textContent = text;
      document.body.append(place);
      // Chromium reports no font for a text before its first frame.
      return new Promise((painted) => requestAnimationFrame(() => requestAnimationFrame(painted)));
    },
    [element, text],
  );
  const browser = await page.context().newCDPSession(page);
  await browser.send("DOM.enable");
  await browser.send("CSS.enable");
  const { root } = await browser.send("DOM.getDocument");
  const selector = `body > ${element}:last-child`;
  const { nodeId } = await browser.send("DOM.querySelector", { nodeId: root.nodeId, selector });
  const { fonts } = await browser.send("CSS.getPlatformFontsForNode", { nodeId });
  return fonts.reduce((sum, { isCustomFont, glyphCount }) => sum + (isCustomFont ? glyphCount : 0), 0);
}
