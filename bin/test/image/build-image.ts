import { execFileSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { TestProject } from "vitest/node";
import { repository } from "../../setup/repository.mjs";

declare module "vitest" {
  interface ProvidedContext {
    /** The folder with `layout`, an OCI layout, and `bundle/rootfs`, the unpacked image. */
    imageFolder: string;
  }
}

const architecture = process.arch === "arm64" ? "arm64" : "amd64";
// As Debian's slim images.
const slim = ["doc", "groff", "info", "linda", "lintian", "locale", "man"].map(
  (name) => `--dpkgopt=path-exclude=/usr/share/${name}/*`,
);
const limits = ["--ulimit", "nofile=20000:20000", "--ulimit", "nproc=4096:4096"];

/** Vitest's global set-up: builds the image of this clone from Debian's and the registry's packages. */
export default function buildImage(project: TestProject): () => void {
  // On the disk: a temporary folder in memory has no room for the layers.
  const folder = mkdtempSync("/var/tmp/countersign-image-");
  const remove = () => rmSync(folder, { recursive: true, force: true });
  try {
    run(folder, "mmdebstrap", ["--variant=minbase", ...slim, "trixie", path.join(folder, "base.tar")]);
    build(folder, "base", ["--file", dockerfile(folder, "FROM scratch\nADD base.tar /\n"), folder]);
    build(folder, "node", ["--file", dockerfile(folder, nodeImage(folder)), folder]);
    const bases = ["NODE=localhost/node", "BASE=localhost/base", "VERSION=0.0.0-test", "REVISION=tested"];
    // Docker's format has a health check, OCI's has none.
    build(folder, "server", [
      ...["--format", "docker"],
      ...bases.flatMap((value) => ["--build-arg", value]),
      cloneOfAnAccount(folder),
    ]);
    const config = buildah(folder, ["inspect", "--type", "image", "localhost/server"]);
    writeFileSync(path.join(folder, "image.json"), config);
    buildah(folder, ["push", "--disable-compression", "localhost/server", `oci:${folder}/layout:server`]);
    run(folder, "umoci", ["unpack", "--image", `${folder}/layout:server`, `${folder}/bundle`]);
  } catch (error) {
    remove();
    throw error;
  }
  project.provide("imageFolder", folder);
  return remove;
}

/** A copy that no other account can read: its files come from a clone under umask 077. */
function cloneOfAnAccount(folder: string): string {
  const clone = path.join(folder, "clone");
  mkdirSync(clone, { mode: 0o700 });
  const excluded = ["node_modules", ".git", ".cache", ".next", "data"].map((name) => `--exclude=./${name}`);
  const copy = 'clone=$1; shift; tar -cf - --mode=go= "$@" . | tar -xpf - -C "$clone"';
  run(repository, "sh", ["-c", copy, "sh", clone, ...excluded]);
  return clone;
}

function dockerfile(folder: string, text: string): string {
  const file = path.join(folder, "Dockerfile");
  writeFileSync(file, text);
  return file;
}

/** A base with Node and npm of the registry, as Node's own images have them. */
function nodeImage(folder: string): string {
  const version = readFileSync(path.join(repository, ".nvmrc"), "utf8").trim();
  const name = `node-linux-${architecture === "amd64" ? "x64" : architecture}`;
  for (const each of [`${name}@${version}`, "npm@11"]) {
    const packed = run(folder, "npm", ["pack", "--silent", each]).trim();
    mkdirSync(path.join(folder, each.replace(/@.*/, "")));
    run(folder, "tar", ["-xzf", packed, "-C", each.replace(/@.*/, "")]);
  }
  // A network's own authority, which the registry's certificate is from.
  const authority = process.env.NODE_EXTRA_CA_CERTS;
  if (authority) copyFileSync(authority, path.join(folder, "authority.pem"));
  return [
    "FROM localhost/base",
    `COPY ${name}/package/bin/node /usr/local/bin/`,
    `COPY ${name}/package/LICENSE /usr/local/`,
    "COPY npm/package /usr/local/lib/node_modules/npm",
    "RUN ln -s ../lib/node_modules/npm/bin/npm-cli.js /usr/local/bin/npm && apt-get update \\",
    "  && apt-get install -y --no-install-recommends libatomic1",
    `ENV NPM_CONFIG_REGISTRY=${run(repository, "npm", ["config", "get", "registry"]).trim()}`,
    ...(authority ? ["COPY authority.pem /", "ENV NODE_EXTRA_CA_CERTS=/authority.pem"] : []),
  ].join("\n");
}

function build(folder: string, name: string, args: string[]): void {
  const options = ["--isolation", "chroot", "--network", "host", ...limits];
  buildah(folder, ["build", ...options, "--tag", `localhost/${name}`, ...args]);
}

function buildah(folder: string, args: string[]): string {
  const storage = ["--root", path.join(folder, "storage"), "--runroot", path.join(folder, "run")];
  return run(folder, "buildah", ["--storage-driver", "vfs", ...storage, ...args]);
}

/** @throws with the program's last lines */
function run(cwd: string, command: string, args: string[]): string {
  const stdio: ["ignore", "pipe", "pipe"] = ["ignore", "pipe", "pipe"];
  return execFileSync(command, args, { cwd, stdio, encoding: "utf8", maxBuffer: 64 * 1024 ** 2 });
}
