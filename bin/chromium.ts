// Finds the browser for the end-to-end tests, or explains how to install one.
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import type * as Playwright from "@playwright/test";
import { unpackedChromium } from "./test/unpack-chromium.ts";

/** Path of a Chromium to start. The headless shell comes first: it is faster, and tests see no window. */
export function findChromium(): string | undefined {
  return [
    process.env.CHROMIUM_PATH,
    "/usr/bin/chromium-headless-shell",
    "/usr/bin/chromium",
    "/usr/bin/chromium-browser",
    "/usr/bin/google-chrome",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    playwrightChromium(),
    unpackedChromium,
  ].find((path) => path && existsSync(path));
}

function playwrightChromium(): string | undefined {
  try {
    const { chromium }: typeof Playwright = createRequire(import.meta.url)("@playwright/test");
    return chromium.executablePath();
  } catch {
    return undefined;
  }
}
