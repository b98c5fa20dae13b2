import { defineConfig } from "@playwright/test";
import { findChromium } from "../bin/chromium.ts";
import { keepTemporaryFilesInMemory } from "../bin/test/temporary-folder.ts";

keepTemporaryFilesInMemory();

export default defineConfig({
  testDir: ".",
  outputDir: "../test-results",
  globalSetup: "./fixtures/global-setup.ts",
  // No retries: a test that passes the second time has found a bug.
  retries: 0,
  // Each worker has a workspace of its own (workspace.ts). The limits leave room for a busy
  // machine. More than the processors: specs wait as much as they work.
  workers: 4,
  timeout: 180_000,
  expect: { timeout: 15_000 },
  forbidOnly: !!process.env.CI,
  reporter: [["list"]],
  use: {
    browserName: "chromium",
    // Not the zone of the machine that runs the tests.
    timezoneId: "UTC",
    actionTimeout: 20_000,
    // Recording slows every test. For one spec: `npx playwright test --trace on`.
    trace: "off",
    contextOptions: { reducedMotion: "reduce" },
    // Installing the worker took a fifth of the processor time of a new profile's first page. The
    // specs about the worker, phones, restarts and the first run allow it.
    serviceWorkers: "block",
    screenshot: "only-on-failure",
    launchOptions: {
      // Pages are drawn without a simulated graphics processor, which competes with the tests.
      ignoreDefaultArgs: ["--enable-unsafe-swiftshader"],
      executablePath: findChromium(),
      args: [
        // Root may not use the sandbox and containers often cannot; nothing but our own pages is
        // opened.
        "--no-sandbox",
        ...["--disable-background-networking", "--disable-component-update", "--disable-sync"],
        ...["--no-first-run", "--disable-quic", "--disable-dev-shm-usage", "--disable-gpu"],
        ...["--disable-software-rasterizer"],
        // Compiling a page's scripts to faster code takes longer than most tests use the page.
        // Without it, the tests took a tenth less processor time.
        "--js-flags=--no-opt --no-maglev",
      ],
    },
  },
});
