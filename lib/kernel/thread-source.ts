import type { WorkerOptions } from "node:worker_threads";

/** The file with a thread's code, next to the starting file `here`: through tsx without a build. */
export function threadSource(name: string, here: string): { source: URL | string; options: WorkerOptions } {
  if (!new URL(here).pathname.endsWith(".ts"))
    return { source: new URL(`${name}.mjs`, here), options: { execArgv: [] } };
  const [file, parent] = [new URL(`${name}.ts`, here).href, here].map((url) => JSON.stringify(url));
  const source = `import("tsx/esm/api").then(({ tsImport }) => tsImport(${file}, ${parent}))`;
  return { source, options: { eval: true, execArgv: [] } };
}
