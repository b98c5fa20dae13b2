// npm test: set-up, then every check, one line each. The last line counts the results: `N passed, N
// failed`.
// npm test -- <path…>: only these test files, folders or end-to-end specs.
// npm run test:fast: static checks, and the tests affected by changes since the main branch.
// npm run test:repeat: one test file many times (bin/test/repeat.ts).
// npm run test:upgrade: from the release before, under load, without a stop (bin/test/upgrade/run.ts).
// npm run test:image: the image, where its tools are installed (bin/test/image/run.ts).
import { orExplain, setUp } from "./setup.mjs";

await orExplain(() => setUp({ build: false, forDevelopment: true }));
// Now the packages are installed, and tsx loads TypeScript.
const { register } = await import("tsx/esm/api");
register();
if (process.argv.includes("--repeat")) await import("./test/repeat.ts");
else if (process.argv.includes("--image")) await import("./test/image/run.ts");
else if (process.argv.includes("--upgrade")) await import("./test/upgrade/run.ts");
else await import("./test/run.ts");
