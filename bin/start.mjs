// npm start: set-up, then the server, in one process. `--dev` serves everything from source and
// builds nothing.
import { orExplain, setUp } from "./setup.mjs";

const isDevelopment = process.argv.includes("--dev");
const build = await orExplain(() => setUp({ build: !isDevelopment, forDevelopment: isDevelopment }));
if (build) {
  process.env.COUNTERSIGN_BUILD = build;
  await import("./countersign-server");
} else {
  const { register } = await import("tsx/esm/api");
  register();
  await import("../server.ts");
}
