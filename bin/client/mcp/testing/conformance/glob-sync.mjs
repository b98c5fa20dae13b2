// The conformance suite names `globSync` of node:fs, which Node 20 doesn't have, and uses it only for
// an assessment of SDKs that the tests don't run.
import { register } from "node:module";

const fs = "export * from 'node:fs'; export { default } from 'node:fs'; export const globSync = () => [];";
const hooks = `export async function resolve(name, context, next) {
  if (name !== "fs" || !context.parentURL?.includes("/conformance/")) return next(name, context);
  return { url: ${JSON.stringify(`data:text/javascript,${encodeURIComponent(fs)}`)}, shortCircuit: true };
}`;
register(`data:text/javascript,${encodeURIComponent(hooks)}`);
