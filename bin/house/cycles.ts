import type { Source } from "./sources.ts";

/** Files that import each other in a circle, types included: a line for each circle. */
export function findCycles(sources: Source[]): string[] {
  const edges = new Map(
    sources.map(({ file, imports }) => [file, imports.flatMap(({ target }) => target ?? [])]),
  );
  const state = new Map<string, "open" | "done">();
  const found: string[][] = [];
  const visit = (file: string, path: string[]) => {
    state.set(file, "open");
    for (const target of edges.get(file) ?? []) {
      if (state.get(target) === "open") found.push([...path.slice(path.indexOf(target)), target]);
      else if (!state.has(target) && edges.has(target)) visit(target, [...path, target]);
    }
    state.set(file, "done");
  };
  for (const { file } of sources) if (!state.has(file)) visit(file, [file]);
  return found.map((cycle) => `imports in a circle: ${cycle.join(" -> ")}`);
}
