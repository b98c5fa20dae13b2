import type { WorkerOptions } from "node:worker_threads";

/**
 * What a thread runs: the file of this name next to the file that starts it. In a build that is
 * JavaScript and needs none of this process's loaders. In development and in tests tsx loads the
 * TypeScript.
 * @param here `import.meta.url` of the file that starts the thread
 */
export function threadSource(name: string, here: string): { source: URL | string; options: WorkerOptions } {
  if (!new URL(here).pathname.endsWith(".ts"))
    return { source: new URL(`${name}.mjs`, here), options: { execArgv: [] } };
  const [file, parent] = [new URL(`${name}.ts`, here).href, here].map((url) => JSON.stringify(url));
  const source = `import("tsx/esm/api").then(({ tsImport }) => tsImport(${file}, ${parent}))`;
  return { source, options: { eval: true, execArgv: [] } };
}
