import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["{lib,db,app,bin,components}/**/*.test.ts"],
    globalSetup: ["db/testing/cluster.ts"],
    testTimeout: 20_000,
    hookTimeout: 60_000,
    maxWorkers: 2,
  },
});
