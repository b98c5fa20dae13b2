import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { afterAll } from "vitest";

const run = promisify(execFile);
export const repository = path.resolve(import.meta.dirname, "../..");
const modules = path.join(repository, "node_modules");

/** What the packed package and the guide's examples import. */
const dependencies = ["jose", "express", "fastify", "hono", "@hono/node-server", "ai"];

/** A project that has the package installed from the file that `sdk/pack.mjs` writes. */
export class PackedPackage {
  private constructor(
    readonly folder: string,
    readonly files: string[],
  ) {}

  static async install(): Promise<PackedPackage> {
    const folder = mkdtempSync(path.join(tmpdir(), "countersign-tools-"));
    afterAll(() => rmSync(folder, { recursive: true }));
    const { stdout } = await run(process.execPath, [path.join(repository, "sdk/pack.mjs"), folder]);
    const [packed] = JSON.parse(stdout.slice(stdout.indexOf("[\n"))) as [
      { filename: string; files: { path: string }[] },
    ];
    const place = path.join(folder, "node_modules/@countersign/tools");
    mkdirSync(place, { recursive: true });
    await run("tar", ["-xzf", path.join(folder, packed.filename), "-C", place, "--strip-components=1"]);
    for (const name of dependencies) {
      mkdirSync(path.dirname(path.join(folder, "node_modules", name)), { recursive: true });
      symlinkSync(path.join(modules, name), path.join(folder, "node_modules", name));
    }
    return new PackedPackage(folder, packed.files.map((file) => file.path).sort());
  }

  /** Runs node in the project, and returns what it prints. */
  async node(args: string[], { env = {}, stdin = "" } = {}): Promise<string> {
    const running = run(process.execPath, args, { cwd: this.folder, env: { ...process.env, ...env } });
    running.child.stdin?.end(stdin);
    const { stdout } = await running;
    return stdout.trim();
  }

  /** The type errors of the project's files. */
  async typeErrors(): Promise<string> {
    const compiler = path.join(modules, "typescript/bin/tsc");
    return this.node([compiler, "--project", "."]).catch((error: { stdout?: string }) =>
      String(error.stdout),
    );
  }
}
