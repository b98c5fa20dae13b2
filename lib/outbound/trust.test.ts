import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { afterAll, expect, test } from "vitest";
import { bundleProgram } from "#db/testing/bundle-program";
import { certificate } from "./testing/certificate.ts";
import { httpsServer } from "./testing/servers.ts";

const { port } = await httpsServer(async (request, response) => {
  const sent = (await request.toArray()).join("");
  response.end(`${sent} to ${request.headers.host}`);
});
const folder = await mkdtemp(path.join(tmpdir(), "countersign-trust-"));
afterAll(() => rm(folder, { recursive: true }));
const file = path.join(folder, "certificate.pem");
await writeFile(file, certificate);

const program = await bundleProgram(path.join(import.meta.dirname, "testing/send-once.ts"));

async function send(url: string, trusted: string | undefined): Promise<unknown> {
  const env = { ...process.env, NODE_EXTRA_CA_CERTS: trusted };
  const { stdout } = await promisify(execFile)(process.execPath, [program, url], { env });
  return JSON.parse(stdout);
}

test("a certificate counts if its authority is in NODE_EXTRA_CA_CERTS and it names the host", async () => {
  const url = `https://idp.example:${port}/`;
  expect(await send(url, file)).toEqual({ status: 200, body: `sent to idp.example:${port}` });
  expect(await send(url, undefined)).toEqual({ reason: "tls" });
  expect(await send(`https://unnamed.example:${port}/`, file)).toEqual({ reason: "tls" });
});
