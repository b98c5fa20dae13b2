import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { Ajv } from "ajv";
import { parse, parseAllDocuments } from "yaml";
import { z } from "zod";
import { cacheFolder, repository } from "../../setup/repository.mjs";

const deploy = path.join(repository, "deploy");
const chart = path.join(deploy, "chart");
const sprig = "/usr/share/gocode/src/github.com/Masterminds/sprig";

/** Whether Go with sprig, and Kustomize, are installed. */
export const canRender =
  spawnSync("sh", ["-c", `command -v go && command -v kustomize && ls ${sprig}`]).status === 0;

const objectSchema = z.looseObject({
  apiVersion: z.string(),
  kind: z.string(),
  metadata: z.looseObject({ name: z.string() }),
});

/** An object of Kubernetes. */
export type KubernetesObject = z.infer<typeof objectSchema>;
export type Values = { [name: string]: unknown };

function readObjects(text: string): KubernetesObject[] {
  const documents = parseAllDocuments(text, { version: "1.1" }).map((each) => each.toJS());
  const objects = z.array(objectSchema).parse(documents.filter((each) => each !== null));
  return objects.sort((a, b) => nameOf(a).localeCompare(nameOf(b)));
}

/** A key of an object, such as `Service/countersign`. */
export function nameOf({ kind, metadata }: KubernetesObject): string {
  return `${kind}/${metadata.name}`;
}

const accepts = new Ajv({ allErrors: true, strict: false, verbose: true }).compile(
  JSON.parse(readFileSync(path.join(chart, "values.schema.json"), "utf8")),
);

/** What the chart's schema refuses about values, with the defaults below them. */
export function refusals(given: Values): string[] {
  if (accepts(withDefaults(given))) return [];
  return (accepts.errors ?? []).map(({ instancePath, message, params }) => {
    const names = [params.missingProperty, params.additionalProperty, params.propertyName];
    return [instancePath, names.find(Boolean), message].filter(Boolean).join(" ");
  });
}

/** The chart's objects for these values, rendered by Go with Debian's sprig, under the name `countersign`. */
export function renderChart(given: Values): KubernetesObject[] {
  const context = { Values: withDefaults(given), Release: { Name: "countersign", Service: "Helm" } };
  const input = JSON.stringify(context);
  return readObjects(execFileSync(renderer(), [path.join(chart, "templates")], { input, encoding: "utf8" }));
}

let built: string | undefined;

/** Go keeps what it compiled: the first time takes half a minute. */
function renderer(): string {
  if (built) return built;
  const folder = path.join(cacheFolder, "chart");
  const program = path.join(folder, "render");
  const env = {
    ...{ GO111MODULE: "off", GOPATH: "/usr/share/gocode", GOCACHE: path.join(folder, "go") },
    ...{ GOTOOLCHAIN: "local", GOFLAGS: "-buildvcs=false" },
  };
  const source = path.join(import.meta.dirname, "render.go");
  execFileSync("go", ["build", "-o", program, source], { env: { ...process.env, ...env } });
  built = program;
  return program;
}

/** As Helm: values are merged into the defaults, member by member. */
function withDefaults(given: Values): Values {
  return merge(parse(readFileSync(path.join(chart, "values.yaml"), "utf8")), given);
}

function merge(defaults: Values, given: Values): Values {
  const isMap = (value: unknown): value is Values =>
    z.record(z.string(), z.unknown()).safeParse(value).success;
  const merged = Object.entries(given).map(([name, value]) => {
    const below = defaults[name];
    return [name, isMap(value) && isMap(below) ? merge(below, value) : value];
  });
  return { ...defaults, ...Object.fromEntries(merged) };
}

/** The objects of the base as they are in the repository. */
export function readBase(): KubernetesObject[] {
  return readObjects(readFileSync(path.join(deploy, "kustomize/base/countersign.yaml"), "utf8"));
}

/** What Kustomize makes of the base with these components. */
export function kustomize(...components: string[]): KubernetesObject[] {
  const listed = (names: string[]) =>
    JSON.stringify(names.map((name) => `countersign/deploy/kustomize/${name}`));
  return buildKustomization(`resources: ${listed(["base"])}\ncomponents: ${listed(components)}\n`);
}

/** What Kustomize makes of a kustomization next to a clone, `countersign`. */
export function buildKustomization(text: string): KubernetesObject[] {
  mkdirSync(path.join(cacheFolder, "chart"), { recursive: true });
  const folder = mkdtempSync(path.join(cacheFolder, "chart/kustomize-"));
  try {
    symlinkSync(repository, path.join(folder, "countersign"));
    writeFileSync(path.join(folder, "kustomization.yaml"), text);
    return readObjects(execFileSync("kustomize", ["build", folder], { encoding: "utf8" }));
  } finally {
    rmSync(folder, { recursive: true });
  }
}
