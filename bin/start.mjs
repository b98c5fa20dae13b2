// npm start: set-up, then the server, in one process. `--dev` serves everything from source and
// builds nothing. `--demo` shows the product on a server of its own.
import { orExplain, setUp } from "./setup.mjs";

const isDevelopment = process.argv.includes("--dev");
const isDemo = process.argv.includes("--demo");
const build = await orExplain(() => setUp({ build: !isDevelopment, forDevelopment: isDevelopment }));
if (build) process.env.COUNTERSIGN_BUILD = build;
if (build && !isDemo) {
  await import("./countersign-server");
} else {
  // Not its cache: any account can write the folder in /tmp first.
  process.env.TSX_DISABLE_CACHE = "1";
  const { register } = await import("tsx/esm/api");
  register();
  await import(isDemo ? "./demo/run.ts" : "../server.ts");
}
