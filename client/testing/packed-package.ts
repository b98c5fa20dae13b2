import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { afterAll } from "vitest";
import { packNpmPackage } from "../../bin/setup/downloads/npm-package.ts";

const run = promisify(execFile);
export const repository = path.resolve(import.meta.dirname, "../..");
const modules = path.join(repository, "node_modules");

/** The package, as a server offers it. */
export class PackedPackage {
  private constructor(
    private readonly folder: string,
    private readonly archive: string,
    readonly files: string[],
  ) {}

  static async pack(): Promise<PackedPackage> {
    const folder = mkdtempSync(path.join(tmpdir(), "countersign-client-"));
    afterAll(() => rmSync(folder, { recursive: true }));
    const { name, content } = await packNpmPackage();
    const archive = path.join(folder, name);
    writeFileSync(archive, content);
    const { stdout } = await run("tar", ["-tzf", archive]);
    const files = stdout.trim().split("\n");
    return new PackedPackage(folder, archive, files.map((file) => file.replace(/^package\//, "")).sort());
  }

  /** A project that has the package installed, and these other packages. */
  async installed(name: string, others: string[]): Promise<Project> {
    const folder = path.join(this.folder, name);
    const place = path.join(folder, "node_modules/countersign");
    mkdirSync(place, { recursive: true });
    await run("tar", ["-xzf", this.archive, "-C", place, "--strip-components=1"]);
    for (const other of others) {
      mkdirSync(path.dirname(path.join(folder, "node_modules", other)), { recursive: true });
      symlinkSync(path.join(modules, other), path.join(folder, "node_modules", other));
    }
    writeFileSync(path.join(folder, "package.json"), JSON.stringify({ type: "module" }));
    return new Project(folder);
  }

  /** Compiles files of the projects in one run, and returns the errors. */
  async compile(files: string[], options: object): Promise<string[]> {
    const compilerOptions = {
      ...{ module: "NodeNext", target: "ES2023", lib: ["ES2023", "DOM", "DOM.Iterable"] },
      ...{ strict: true, moduleDetection: "force", rootDir: ".", ...options },
    };
    writeFileSync(path.join(this.folder, "tsconfig.json"), JSON.stringify({ compilerOptions, files }));
    const compiler = path.join(modules, "typescript/bin/tsc");
    const args = [compiler, "--project", this.folder, "--pretty", "false", "--checkers", "1"];
    const { stdout } = await run(process.execPath, args, { cwd: this.folder }).catch((error) => error);
    return String(stdout).trim().split("\n").filter(Boolean);
  }
}

export class Project {
  constructor(readonly folder: string) {}

  /** Runs node in the project, and returns what it prints. */
  async node(args: string[], { env = {}, stdin = "" } = {}): Promise<string> {
    const running = run(process.execPath, args, { cwd: this.folder, env: { ...process.env, ...env } });
    running.child.stdin?.end(stdin);
    const { stdout } = await running;
    return stdout.trim();
  }
}
