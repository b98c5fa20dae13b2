import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import path from "node:path";
import { repository, version } from "../repository.mjs";
import { type Entry, zip } from "./archives.ts";
import { filesBelow } from "./files-below.ts";

const folder = path.join(repository, "python");

/**
 * The client in Python as a wheel (binary distribution format 1.0), without Python: the machine of a
 * server may have none. A test compares it with the wheel that hatchling builds.
 */
export function packWheel(): { name: string; content: Buffer } {
  const project = readProject(readFileSync(path.join(folder, "pyproject.toml"), "utf8"));
  const code = filesBelow(path.join(folder, project.name), project.name).filter(({ name }) =>
    /\.py$|\/py\.typed$/.test(name),
  );
  const info = `${project.name}-${version}.dist-info`;
  const files = [
    ...code,
    { name: `${info}/METADATA`, content: Buffer.from(metadata(project)) },
    { name: `${info}/WHEEL`, content: Buffer.from(wheel) },
    { name: `${info}/licenses/LICENSE`, content: readFileSync(path.join(folder, "LICENSE")) },
  ];
  const recorded = [...files.map(record), `${info}/RECORD,,`].map((line) => `${line}\n`).join("");
  const content = zip([...files, { name: `${info}/RECORD`, content: Buffer.from(recorded) }]);
  return { name: `${project.name}-${version}-py3-none-any.whl`, content };
}

const wheel = `Wheel-Version: 1.0
Generator: countersign
Root-Is-Purelib: true
Tag: py3-none-any
`;

interface Project {
  name: string;
  description: string;
  license: string;
  python: string;
  dependencies: string[];
  classifiers: string[];
}

/** Reads the forms that this one file has. Any other form of a field stops the build. */
function readProject(text: string): Project {
  const find = (form: RegExp) => {
    const found = form.exec(text)?.[1];
    if (found === undefined) throw new Error(`python/pyproject.toml has no ${form.source}`);
    return found;
  };
  const list = (form: RegExp) => JSON.parse(find(form)) as string[];
  return {
    name: find(/^name = "([a-z]+)"$/m),
    description: find(/^description = "([^"\\]+)"$/m),
    license: find(/^license = \{ text = "([^"\\]+)" \}$/m),
    python: find(/^requires-python = "([^"\\]+)"$/m),
    dependencies: list(/^dependencies = (\[[^\]]*\])$/m),
    classifiers: list(/^classifiers = (\[[^\]]*\])$/m),
  };
}

function metadata(project: Project): string {
  const fields = [
    "Metadata-Version: 2.4",
    `Name: ${project.name}`,
    `Version: ${version}`,
    `Summary: ${project.description}`,
    `License: ${project.license}`,
    "License-File: LICENSE",
    ...project.classifiers.map((classifier) => `Classifier: ${classifier}`),
    `Requires-Python: ${project.python}`,
    ...project.dependencies.map((dependency) => `Requires-Dist: ${dependency}`),
    "Description-Content-Type: text/markdown",
  ];
  return `${fields.join("\n")}\n\n${readFileSync(path.join(folder, "README.md"), "utf8")}`;
}

function record({ name, content }: Entry): string {
  const digest = createHash("sha256").update(content).digest("base64url");
  return `${name},sha256=${digest},${content.length}`;
}
