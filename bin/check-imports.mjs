// Imports run one way: app -> lib -> db; components get plain props; lib and db know neither React
// nor Next. File names must be specific. Prints each violation and exits with 1 if there is one.
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { repository } from "./setup/repository.mjs";

// The layers that each layer may import. `components` imports only types from lib.
const mayImport = {
  db: ["db"],
  lib: ["lib", "db"],
  components: ["components"],
  app: ["app", "lib", "db", "components"],
};
const typesOnly = { components: ["lib"] };
const emptyNames = /^(utils?|helpers?|misc|common|types|services?|index)\.tsx?$/;
/** Entry files that a framework or the schema's tools expect under this name. */
const allowedNames = new Set(["db/schema/index.ts", "app/api/index.ts"]);
const statement =
  /(import|export)\s+(type\s)?[^;"']*?from\s*["']([^"']+)["']|import\s*\(?\s*["']([^"']+)["']/g;

const breaches = Object.keys(mayImport).flatMap((layer) => listSources(layer).flatMap(breachesOf));
for (const breach of breaches) console.log(breach);
process.exit(breaches.length > 0 ? 1 : 0);

function breachesOf(file) {
  const found = [];
  if (emptyNames.test(path.basename(file)) && !allowedNames.has(file)) {
    found.push(`${file}: the name says nothing; name it after what it does`);
  }
  for (const [, , type, from, alone] of readFileSync(path.join(repository, file), "utf8").matchAll(
    statement,
  )) {
    const complaint = complainAbout(file, from ?? alone, Boolean(type));
    if (complaint) found.push(`${file}: ${complaint}`);
  }
  return found;
}

function complainAbout(file, specifier, isType) {
  const layer = file.split("/")[0];
  const isTest = /\.test\.tsx?$|\/testing\//.test(file);
  if (["lib", "db"].includes(layer) && /^(next|react)(\/|$|-dom)/.test(specifier)) {
    return `${layer} must not import ${specifier}`;
  }
  const target = targetLayer(file, specifier);
  if (!target || mayImport[layer].includes(target)) return undefined;
  if (isType && typesOnly[layer]?.includes(target)) return undefined;
  if (isTest && layer === "components") return undefined;
  return `${layer} must not import ${isType ? "types " : ""}from ${target} (${specifier})`;
}

/** The layer of an import specifier; undefined for packages and files outside the layers. */
function targetLayer(file, specifier) {
  if (specifier.startsWith("#")) return specifier.slice(1).split("/")[0];
  if (!specifier.startsWith(".")) return undefined;
  const layer = path.normalize(path.join(path.dirname(file), specifier)).split("/")[0];
  return layer in mayImport ? layer : undefined;
}

function listSources(folder) {
  return readdirSync(path.join(repository, folder), { withFileTypes: true }).flatMap((entry) => {
    const place = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return listSources(place);
    return /\.tsx?$/.test(entry.name) ? [place] : [];
  });
}
