/**
 * Files that import each other in a circle, types included. One line for each circle.
 * @param {import("./sources.mjs").Source[]} sources
 * @returns {string[]}
 */
export function findCycles(sources) {
  const edges = new Map(
    sources.map(({ file, imports }) => [file, imports.map(({ target }) => target).filter(Boolean)]),
  );
  const state = new Map();
  const found = [];
  const visit = (file, path) => {
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
