import { defineConfig } from "@playwright/test";
import { findChromium } from "../bin/chromium.mjs";

export default defineConfig({
  testDir: ".",
  outputDir: "../test-results",
  globalSetup: "./fixtures/global-setup.ts",
  // No retries: a test that passes the second time has found a bug. One worker: most tests depend
  // on time.
  retries: 0,
  workers: 1,
  timeout: 90_000,
  expect: { timeout: 10_000 },
  forbidOnly: !!process.env.CI,
  reporter: [["list"]],
  use: {
    browserName: "chromium",
    actionTimeout: 15_000,
    trace: "retain-on-failure",
    screenshot: "only-on-failure",
    launchOptions: {
      executablePath: findChromium(),
      args: [
        // Root may not use the sandbox and containers often cannot; nothing but our own pages is
        // opened.
        "--no-sandbox",
        ...["--disable-background-networking", "--disable-component-update", "--disable-sync"],
        ...["--no-first-run", "--disable-quic", "--disable-dev-shm-usage", "--disable-gpu"],
      ],
    },
  },
});
