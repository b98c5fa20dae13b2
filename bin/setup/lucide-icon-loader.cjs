const context = 'import { useLucideContext } from "./context.mjs";'.replaceAll('"', "'");
const call = "useLucideContext() ?? {}";

/** Renders lucide's icons on the server: as client components, each page would load their script. */
module.exports = function lucideIconLoader(source) {
  const parts = ['"use client";\n', context, call];
  for (const part of parts) if (!source.includes(part)) throw new Error(`lucide-react changed: no ${part}`);
  return source.replace(parts[0], "").replace(context, "").replace(call, "{}");
};
