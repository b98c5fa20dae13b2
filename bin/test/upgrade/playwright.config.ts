import { defineConfig } from "@playwright/test";
import common from "../../../e2e/playwright.config.ts";

export default defineConfig({
  ...common,
  testDir: ".",
  outputDir: "../../../test-results",
  // No test here starts from a copy of a data folder.
  globalSetup: [],
  timeout: 600_000,
});
