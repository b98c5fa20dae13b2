import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { afterAll } from "vitest";
import { serve } from "#app/api/boundary/testing/serve";
import { RunningWorkspace } from "#app/api/testing/running-workspace";
import { WorkloadIssuer } from "#app/api/testing/workload-issuer";
import { startRuntime } from "#app/runtime/runtime";
import { confirmAndPerform, formOf } from "#app/testing/confirming";
import { type KindId, kinds } from "#components/agents/connect/kinds.ts";
import { addSeconds } from "#lib/kernel/clock";
import { findFirstCall } from "#lib/requests/find-first-call";
import { builtProgram } from "../../../../bin/client/testing/built-program.ts";
import type { Connected } from "../connected.ts";
import { creation } from "../creation.ts";

/** A workspace whose admin connects agents, and a machine that runs what the page shows. For tests only. */
export async function openConnecting() {
  const { workspace, admin } = await RunningWorkspace.open();
  const { db, time, runtime } = workspace;
  const downloads = ["countersign-1.tgz", "countersign-1.cjs", "countersign-1.whl"].map((name) => {
    return { name, content: Buffer.from(name), sha256: `sum of ${name}` };
  });
  const running = { ...runtime, downloads, config: { ...runtime.config, hookHoldSeconds: 0 } };
  startRuntime(running);
  const { origin } = running.config;
  const { url } = await serve(origin);
  const issuer = await WorkloadIssuer.start();
  const folder = await openFolder();
  /** The fields of each kind's credential. */
  const credentials = {
    key: { keyKind: "code" },
    token: { keyKind: "token", expiresInDays: "90" },
    workload: { keyKind: "workload", issuer: issuer.url, subject, claims: "", keyMinutes: "15" },
  };
  // The machine reaches this process at its port, and the grants name it so.
  async function served<Result>(act: () => Promise<Result>): Promise<Result> {
    startRuntime({ ...running, config: { ...running.config, origin: url } });
    return act().finally(() => startRuntime(running));
  }
  const env = {
    ...process.env,
    ...{ PATH: `${path.join(folder, "bin")}:${process.env.PATH}`, HOME: folder },
    XDG_CONFIG_HOME: path.join(folder, "config"),
  };
  return {
    ...{ workspace, admin, db, time, origin, issuer, folder, credentials, served, env },
    connect(kind: KindId, name: string, more: Record<string, string> = {}): Promise<Connected> {
      time.now = addSeconds(time.now, 1);
      const people = { ownerId: admin.viewer.personId, backupIds: [] };
      const fields = { name, ...people, connects: kind, ...credentials[kinds[kind].credential], ...more };
      return confirmAndPerform(creation, admin, formOf(fields));
    },
    progressOf({ awaits }: Pick<Connected, "awaits">, { viewer } = admin) {
      return findFirstCall(db, { viewer, ...awaits, since: new Date(awaits.since), now: time.now });
    },
    /** Runs a text of a step in a shell, as a person would who copied it. `more`: variables, and input. */
    async run(text: string, { input = "", ...more }: Record<string, string> = {}): Promise<string> {
      const options = { env: { ...env, ...more }, cwd: folder };
      return served(async () => {
        const call = promisify(execFile)("bash", ["-ec", text.replaceAll(origin, url)], options);
        call.child.stdin?.end(input);
        return (await call).stdout;
      });
    },
  };
}

export type Connecting = Awaited<ReturnType<typeof openConnecting>>;

export const subject = "repo:acme/deploy";

/** The text of a step that contains these words. */
export function textOf({ steps }: Connected, words: string): string {
  return steps.flatMap(({ blocks }) => blocks).find(({ text }) => text.includes(words))?.text ?? "";
}

/** A home with the command line on its path and in its packages. */
async function openFolder(): Promise<string> {
  const folder = mkdtempSync(path.join(tmpdir(), "countersign-connect-"));
  afterAll(() => rmSync(folder, { recursive: true }));
  const program = await builtProgram();
  for (const bin of ["bin", "node_modules/.bin"]) {
    mkdirSync(path.join(folder, bin), { recursive: true });
    symlinkSync(program, path.join(folder, bin, "countersign"));
  }
  return folder;
}
