import { defineConfig } from "vitest/config";
import { keepTemporaryFilesInMemory } from "./bin/test/temporary-folder.mjs";

keepTemporaryFilesInMemory();

export default defineConfig({
  test: {
    include: ["{lib,db,app,bin,components,sdk}/**/*.test.ts"],
    globalSetup: ["db/testing/cluster.ts"],
    setupFiles: ["db/testing/close-after-file.ts"],
    // Files of one worker share the loaded modules: loading them anew for each file took as long as
    // the tests. A test that changes a module's state or a global puts it back.
    isolate: false,
    unstubGlobals: true,
    restoreMocks: true,
    testTimeout: 20_000,
    hookTimeout: 60_000,
    // More than the processors: some tests wait for a lock to time out.
    maxWorkers: 3,
  },
});
