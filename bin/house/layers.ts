import path from "node:path";
import type { Import, Source } from "./sources.ts";

// The layers that each layer may import. `components` imports only types from lib, the labels of the
// API's values, which both layers show, the rendering of actions, hash trees and totals, which the
// browser repeats.
const mayImport: Record<string, string[]> = {
  // A package of its own, without imports from the product.
  client: ["client"],
  db: ["db"],
  lib: ["lib", "db", "client"],
  components: ["components"],
  app: ["app", "lib", "db", "components", "client"],
};
const typesOnly: Record<string, string[]> = { components: ["lib"] };
const sharedFiles = new Set([
  ...["lib/text/labels.ts", "lib/text/description-labels.ts", "client/src/json/canonical.ts"],
  ...[
    "lib/descriptors/formats/shows-commands.ts",
    "lib/descriptors/render/labels.ts",
    "lib/descriptors/render/render-action.ts",
    "lib/crypto/merkle-tree.ts",
    "lib/requests/queue/totals-of.ts",
  ],
]);
const emptyNames = /^(utils?|helpers?|misc|common|types|services?|index)\.tsx?$/;
/** Entry files with a name that a framework or tool expects. */
const allowedNames = new Set(["db/schema/index.ts", "app/api/index.ts"]);

/** Imports against the layers' order, React or Next below the edge, and file names that say nothing. */
export function findLayerBreaches(sources: Source[]): string[] {
  return sources.flatMap((source) => {
    const found = source.imports.flatMap((one) => complainAbout(source, one) ?? []);
    if (emptyNames.test(path.basename(source.file)) && !allowedNames.has(source.file))
      found.push("the name says nothing; name it after what it does");
    return found.map((complaint) => `${source.file}: ${complaint}`);
  });
}

function complainAbout({ file, isTest }: Source, { specifier, target, isType }: Import): string | undefined {
  const layer = layerOf(file);
  if (["lib", "db"].includes(layer) && /^(next|react)(\/|$|-dom)/.test(specifier)) {
    return `${layer} must not import ${specifier}`;
  }
  // The library for tools runs in any JavaScript runtime, with one dependency and its peers' types.
  if (file.startsWith("client/src/") && !isTest && !isType && target === undefined && specifier !== "jose") {
    return `client must not import ${specifier}`;
  }
  if (target === undefined) return undefined;
  const other = layerOf(target);
  if (!isTest && /\/testing\//.test(target)) return `only tests may import ${target}`;
  if (mayImport[layer]?.includes(other) || sharedFiles.has(target)) return undefined;
  if (isType && typesOnly[layer]?.includes(other)) return undefined;
  if (isTest && (layer === "components" || layer === "client" || other === "bin")) return undefined;
  return `${layer} must not import ${isType ? "types " : ""}from ${other} (${specifier})`;
}

function layerOf(file: string): string {
  return file.split("/", 1)[0] ?? "";
}
