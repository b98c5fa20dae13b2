import { defineConfig } from "vitest/config";
import { SlowFilesFirst } from "./bin/test/slow-files-first.ts";
import { keepTemporaryFilesInMemory } from "./bin/test/temporary-folder.ts";

keepTemporaryFilesInMemory();

export default defineConfig({
  test: {
    include: ["{lib,db,app,bin,components,client}/**/*.test.ts"],
    // The image's own suite (bin/test/image/run.ts).
    exclude: ["**/node_modules/**", "bin/test/image/**"],
    globalSetup: ["db/testing/cluster.ts"],
    setupFiles: ["db/testing/close-after-file.ts"],
    // Files of one worker share the loaded modules: loading them anew for each file took as long as
    // the tests. A test that changes a module's state or a global puts it back.
    isolate: false,
    unstubGlobals: true,
    restoreMocks: true,
    // Limits for a test that hangs: other tests can use the processors for many seconds.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    expect: { poll: { timeout: 15_000 } },
    // More than the processors: some tests wait for a lock to time out.
    maxWorkers: 4,
    // As the server. On two rooms, 3% less processor time than with V8's default.
    execArgv: ["--max-semi-space-size=64"],
    sequence: { sequencer: SlowFilesFirst },
  },
});
