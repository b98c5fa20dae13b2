import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["bin/test/image/*.test.ts"],
    globalSetup: ["db/testing/cluster.ts", "bin/test/image/build-image.ts"],
    setupFiles: ["db/testing/close-after-file.ts"],
    isolate: false,
    testTimeout: 120_000,
  },
});
