import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, expect, test } from "vitest";
import { RunningWorkspace } from "#app/api/testing/running-workspace";
import { repository } from "#db/repository";
import { certificate } from "#lib/outbound/testing/certificate";
import { httpsServer } from "#lib/outbound/testing/servers";
import { bundleServer } from "../../../bin/setup/bundle-server.ts";

const { workspace } = await RunningWorkspace.open();
const proxy = await httpsServer((_request, response) => void response.end());
const build = path.join(repository, ".cache/test-programs", `${process.pid}-build`);
await bundleServer(build);
const folder = mkdtempSync(path.join(tmpdir(), "countersign-check-"));
const authority = path.join(folder, "authority.pem");
writeFileSync(authority, certificate);
afterAll(() => {
  for (const made of [build, folder]) rmSync(made, { recursive: true });
});

function fileWith(content: string): string {
  const file = path.join(folder, `${content.length}`);
  writeFileSync(file, `${content}\n`);
  return file;
}

/** The exit code and the output of the command, which finds its own folder. */
function run(args: string[], secret: string): Promise<{ code: number; output: string }> {
  const env: NodeJS.ProcessEnv = {
    NODE_ENV: "production",
    ...{ COUNTERSIGN_BUILD: path.relative(repository, build), NODE_EXTRA_CA_CERTS: authority },
    ...{ COUNTERSIGN_URL: `https://localhost:${proxy.port}`, PUSH_SERVICE_HOSTS: `localhost:${proxy.port}` },
    ...{ DATABASE_URL_FILE: fileWith(workspace.url), COUNTERSIGN_SECRET_FILE: fileWith(secret) },
    // No server for proxied calls: no test calls a push service.
    HTTPS_PROXY: "http://127.0.0.1:9",
  };
  const program = path.join(repository, "bin/countersign-server");
  return new Promise((resolve) =>
    execFile(process.execPath, [program, ...args], { cwd: folder, env }, (error, stdout, stderr) =>
      resolve({ code: Number(error?.code ?? 0), output: stdout + stderr }),
    ),
  );
}

test("the command ends with 0 when nothing is wrong, and calls what the settings name", async () => {
  const { code, output } = await run(["check"], String(workspace.runtime.secret));
  expect(output).toMatch(/^ok {7}certificate .*valid until 2126-11-02/m);
  expect(output).toMatch(new RegExp(`^ok {7}push .*localhost:${proxy.port} can be reached`, "m"));
  expect(output).not.toContain("wrong");
  expect(code).toBe(0);
});

test("the command ends with 1 when the secret isn't the database's, and keeps what was found before", async () => {
  const { code, output } = await run(["check"], "x".repeat(32));
  expect(output).toMatch(/^ok {7}schema .*this release/m);
  expect(output).toMatch(/^wrong {4}secret .*doesn't match this database/m);
  expect(code).toBe(1);
});

test("a backup of your own PostgreSQL is refused before anything is written", async () => {
  const { code, output } = await run(["backup", "own.tar"], "x".repeat(32));
  expect(output).toMatch(/^Nothing was changed\. DATABASE_URL names your own PostgreSQL/);
  expect(code).toBe(1);
});

test.each([
  ["chekc"],
  ["check", "--all"],
  ["--dev", "--port=1"],
  ["backup"],
  ["restore", "--check"],
  ["restore", "a", "b"],
])("an argument that the server doesn't know starts nothing: %s %s", async (...args) => {
  const { code, output } = await run(args, "x".repeat(32));
  expect(output).toMatch(/^Usage: countersign-server/);
  expect(code).toBe(2);
});

test("the command runs with the options of node that npm start gives", () => {
  const read = (file: string) => readFileSync(path.join(repository, file), "utf8");
  const { start } = JSON.parse(read("package.json")).scripts;
  const [, options] = /^node (.*) bin\/start\.mjs$/.exec(start) ?? [];
  expect(read("bin/countersign-server")).toContain(`#!/usr/bin/env -S node ${options}\n`);
});
