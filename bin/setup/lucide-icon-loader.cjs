const context = 'import { useLucideContext } from "./context.mjs";'.replaceAll('"', "'");
const call = "useLucideContext() ?? {}";

/**
 * Makes lucide's icons render on the server. The library marks them as client components for a
 * context of default props that this product does not use, and each page would load its script.
 */
module.exports = function lucideIconLoader(source) {
  const parts = ['"use client";\n', context, call];
  for (const part of parts) if (!source.includes(part)) throw new Error(`lucide-react changed: no ${part}`);
  return source.replace(parts[0], "").replace(context, "").replace(call, "{}");
};
