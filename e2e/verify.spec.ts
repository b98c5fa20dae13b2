import { readFileSync } from "node:fs";
import path from "node:path";
import type { Page } from "@playwright/test";
import decodeQR from "qr/decode.js";
import { expectAccessible } from "./fixtures/accessible.ts";
import { expect, test } from "./fixtures/test.ts";

const folder = path.join(import.meta.dirname, "../docs/test-vectors");
const at = (file: string) => path.join(folder, file);
const keys = at("keys.json");
const { receipts } = JSON.parse(readFileSync(at("verdicts.json"), "utf8"));
/** Each form of receipt and each check once, and every signature: the browser verifies those itself. */
const tried = receipts.filter(
  ({ file, fails }: { file: string; fails: string[] }, index: number) =>
    /signature|valid\/approvals/.test(file) ||
    receipts.findIndex((other: { fails: string[] }) => `${other.fails}` === `${fails}`) === index,
);
const verdict = (page: Page) => page.locator("#result").getByRole("heading", { level: 2 });
const chosen = (page: Page) => page.locator("#receipt-name");
const pinned = (page: Page) => page.getByRole("status");

const choose = (page: Page, file: string) => page.getByLabel("Choose receipt").setInputFiles(file);

async function pin(page: Page): Promise<void> {
  await page.getByLabel("Choose keys").setInputFiles(keys);
  await expect(pinned(page)).toHaveText("keys.json");
}

test("published receipts get their verdicts in the browser of a signed-out visitor, and nothing is sent", async ({
  page,
  workspace: { server },
}) => {
  const sent: string[] = [];
  page.on("request", (request) => sent.push(request.url()));
  const answer = await page.goto(`${server.origin}/verify`);
  const policy = answer?.headers()["content-security-policy"] ?? "";
  expect(policy).toContain("connect-src 'none'");
  expect(policy).toContain("frame-ancestors 'none'");
  await pin(page);
  for (const { file, valid, fails } of tried) {
    await choose(page, at(file));
    if (fails.includes("reading")) {
      await expect(page.getByRole("alert"), file).toBeVisible();
      await expect(verdict(page)).toHaveCount(0);
      continue;
    }
    await expect(chosen(page)).toHaveText(path.basename(file));
    await expect(verdict(page), file).toHaveText(valid ? /^Valid/ : "Invalid");
    const failed = page.getByRole("listitem").filter({ hasText: /^FAILED/ });
    const named = (await failed.allTextContents()).map((text) => /^FAILED([^:]+)/.exec(text)?.[1]);
    expect([file, named]).toEqual([file, fails]);
  }
  expect(sent.filter((url) => !url.startsWith("data:"))).toEqual([`${server.origin}/verify`]);
});

test("a saved copy verifies without a server, takes dropped and pasted text, and pins no dropped keys", async ({
  page,
  workspace: { server },
}, testInfo) => {
  await page.goto(`${server.origin}/verify`);
  const saving = page.waitForEvent("download");
  await page.getByRole("link", { name: "Save page" }).click();
  const copy = testInfo.outputPath("verify.html");
  await (await saving).saveAs(copy);
  await page.goto(`file://${copy}`);
  await expect(page.getByRole("link", { name: "Save page" })).toBeHidden();
  const receipt = readFileSync(at("valid/approvals/shell-command-es256.json"), "utf8");
  await page.getByText("Paste text").click();
  await page.getByLabel("Receipt", { exact: true }).fill(receipt);
  await page.getByRole("button", { name: "Use text" }).click();
  await expect(verdict(page)).toHaveText("Not proven: the server's key isn't pinned");
  await expect(verdict(page)).toBeFocused();
  await expect(page.getByText("Claimed: approved by Olive Owner")).toBeVisible();
  await pin(page);
  await expect(verdict(page)).toHaveText("Valid");
  await page.getByRole("button", { name: "Remove keys" }).click();
  await expect(verdict(page)).toHaveText("Not proven: the server's key isn't pinned");
  await drop(page, readFileSync(keys, "utf8"));
  await expect(page.getByRole("alert")).toContainText("isn't a receipt");
  await expect(pinned(page)).toHaveText("None");
  await drop(page, receipt);
  await expect(verdict(page)).toHaveText("Not proven: the server's key isn't pinned");
});

test("hostile text in a receipt is shown as text, with its invisible and look-alike characters named", async ({
  page,
  workspace: { server },
}) => {
  await page.goto(`${server.origin}/verify`);
  const name = "\u202e<img src=x onerror=alert(1)>\u0440aypal.json";
  await page
    .getByLabel("Choose receipt")
    .setInputFiles([
      { name, mimeType: "application/json", buffer: Buffer.from('{"type":"\u202e<script>"}') },
    ]);
  const alert = page.getByRole("alert");
  await expect(alert).toContainText("\\u{202e}<img src=x onerror=alert(1)>");
  await expect(alert.locator("mark")).toHaveText(/CYRILLIC|LOOKS LIKE p/);
  await expect(page.locator("img, script:not(body > script)")).toHaveCount(0);
});

test("a receipt prints on one page, and its code leads back to the file", async ({
  page,
  workspace: { server },
}) => {
  await page.goto(`${server.origin}/verify`);
  await pin(page);
  for (const file of [
    "valid/approvals/edited-rs256.json",
    "valid/ownership/acceptance-of-three-eddsa.json",
  ]) {
    await choose(page, at(file));
    await expect(chosen(page)).toHaveText(path.basename(file));
    await expect(verdict(page)).toHaveText("Valid");
    const pdf = (await page.pdf({ format: "A4" })).toString("latin1");
    expect([file, pdf.match(/\/Type\s*\/Page\b/g)?.length]).toEqual([file, 1]);
  }
  const address = await readCode(page);
  expect(address).toMatch(/\/verify#sha256=[0-9a-f]{64}$/);
  await page.goto(address);
  await expect(page.getByText("Choose the receipt with the SHA-256")).toBeVisible();
  await choose(page, at("valid/approvals/edited-rs256.json"));
  await expect(page.getByText("This isn't the file of the printed page.")).toBeVisible();
  await choose(page, at("valid/ownership/acceptance-of-three-eddsa.json"));
  await expect(page.getByText("This file has the SHA-256 of the printed page.")).toBeVisible();
});

test("the page is accessible with and without a receipt, in both themes, at every width", async ({
  page,
  workspace: { server },
}) => {
  await page.goto(`${server.origin}/verify`);
  await expectAccessible(page, "verify", { everyCombination: true });
  for (const file of ["valid/unusual/unconfirmed-passkey.json", "invalid/agreement/action.json"]) {
    await choose(page, at(file));
    await expect(chosen(page)).toHaveText(path.basename(file));
    await expect(verdict(page)).toBeVisible();
    await expectAccessible(page, file, { everyCombination: true });
  }
});

async function drop(page: Page, text: string): Promise<void> {
  const dropped = await page.evaluateHandle((content) => {
    const data = new DataTransfer();
    data.items.add(new File([content], "dropped.json"));
    return data;
  }, text);
  await page.locator("#zone").dispatchEvent("drop", { dataTransfer: dropped });
}

/** What a reader of QR codes makes of the picture. */
async function readCode(page: Page): Promise<string> {
  const code = page.getByRole("img", { name: "QR code with the SHA-256 of the file" });
  const size = Number((await code.getAttribute("viewBox"))?.split(" ")[3]);
  const dark = (await code.locator("path").last().getAttribute("d")) ?? "";
  const scale = 4;
  const width = size * scale;
  const data = new Uint8Array(width * width * 4).fill(255);
  for (const [, x, y] of dark.matchAll(/M(\d+) (\d+)h1/g))
    for (let row = 0; row < scale; row++) {
      const start = (Number(y) * scale + row) * width + Number(x) * scale;
      for (let pixel = start; pixel < start + scale; pixel++) data.fill(0, pixel * 4, pixel * 4 + 3);
    }
  return decodeQR({ width, height: width, data });
}
