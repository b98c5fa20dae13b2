// A peer: Next.js in production, with one route handler (next/app/asks/route.js). Builds it first.
import { execFileSync } from "node:child_process";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import type { AddressInfo } from "node:net";
import path from "node:path";
import next from "next";

const root = process.cwd();
const dir = path.join(root, "bench/peers/next");
const command = createRequire(import.meta.url).resolve("next/dist/bin/next");
execFileSync(process.execPath, [command, "build", dir], {
  cwd: root,
  stdio: ["ignore", "ignore", "inherit"],
});
const app = next({ dev: false, dir });
await app.prepare();
const handle = app.getRequestHandler();
const server = createServer((request, response) => handle(request, response));
server.listen(0, "127.0.0.1", () =>
  process.stdout.write(`listening ${(server.address() as AddressInfo).port}\n`),
);
