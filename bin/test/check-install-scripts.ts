// Install scripts of dependencies never run (.npmrc: ignore-scripts). This check makes a person
// look at each package that has one: `allowScripts` in package.json, npm's own list, names exactly
// the packages with an install script in package-lock.json, all with `false`. Exits with 1 when it
// doesn't.
import { readFileSync } from "node:fs";
import path from "node:path";
import { repository } from "../setup/repository.mjs";

interface Manifest {
  allowScripts?: Record<string, boolean>;
}

interface LockFile {
  packages: Record<string, { hasInstallScript?: boolean }>;
}

const faults = [...ignoreFaults(), ...listFaults()];
for (const fault of faults) console.log(fault);
process.exit(faults.length > 0 ? 1 : 0);

function ignoreFaults(): string[] {
  const settings = read(".npmrc").split("\n");
  return settings.includes("ignore-scripts=true") ? [] : [".npmrc must have ignore-scripts=true"];
}

function listFaults(): string[] {
  const { allowScripts = {} }: Manifest = JSON.parse(read("package.json"));
  const { packages }: LockFile = JSON.parse(read("package-lock.json"));
  const withScript = new Set(
    Object.entries(packages)
      .filter(([, { hasInstallScript }]) => hasInstallScript)
      .map(([folder]) => folder.slice(folder.lastIndexOf("node_modules/") + "node_modules/".length)),
  );
  const unlisted = [...withScript].filter((name) => !(name in allowScripts));
  const listed = Object.keys(allowScripts);
  return [
    ...unlisted.map(
      (name) =>
        `${name} has an install script and is not in allowScripts of package.json. Read the script: the package must work without it.`,
    ),
    ...listed
      .filter((name) => !withScript.has(name))
      .map((name) => `${name} is in allowScripts of package.json and has no install script.`),
    ...listed
      .filter((name) => allowScripts[name] !== false)
      .map((name) => `${name} is allowed to run its install script, and no dependency may.`),
  ];
}

function read(file: string): string {
  return readFileSync(path.join(repository, file), "utf8");
}
