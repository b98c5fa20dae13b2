// A peer: Next.js in production, with one route handler (next/app/asks/route.js). Builds it first.
import { execFileSync } from "node:child_process";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import next from "next";

const dir = fileURLToPath(new URL("next", import.meta.url));
const root = fileURLToPath(new URL("../..", import.meta.url));
const command = createRequire(import.meta.url).resolve("next/dist/bin/next");
execFileSync(process.execPath, [command, "build", dir], {
  cwd: root,
  stdio: ["ignore", "ignore", "inherit"],
});
const app = next({ dev: false, dir });
await app.prepare();
const handle = app.getRequestHandler();
const server = createServer((request, response) => handle(request, response));
server.listen(0, "127.0.0.1", () => process.stdout.write(`listening ${server.address().port}\n`));
