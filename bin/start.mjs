// npm start: set-up, then the server, in one process. `--dev` serves everything from source and
// builds nothing.
import path from "node:path";
import { repository } from "./setup/repository.mjs";
import { orExplain, setUp } from "./setup.mjs";

const isDevelopment = process.argv.includes("--dev");
const build = await orExplain(() => setUp({ build: !isDevelopment, forDevelopment: isDevelopment }));
if (build) {
  process.env.COUNTERSIGN_BUILD = build;
  process.setSourceMapsEnabled(true);
  await import(path.join(repository, build, "bundled-server/server.mjs"));
} else {
  const { register } = await import("tsx/esm/api");
  register();
  await import("../server.ts");
}
