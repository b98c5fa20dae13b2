import { builtInDescriptor } from "#lib/descriptors/built-in-descriptor";
import type { Descriptor } from "#lib/descriptors/descriptor";
import { renderAction } from "#lib/descriptors/render/render-action";
import { textOf } from "#lib/descriptors/render/text-lines";
import type { Action } from "#lib/policy/language/action";

/** The most values of a line, and the most characters of each. */
const mostValues = 3;
const mostCharacters = 120;

/**
 * What distinguishes a request, for one line of a list: the command and its machine, or the
 * resource and the first described values. Parts of the signed action, by an agent: untrusted, and
 * cut.
 * @param descriptor null for a type that has none.
 */
export function contentLine(action: Action, descriptor: Descriptor | null): string[] {
  const described = descriptor ?? builtInDescriptor(action.type);
  const command = commandIn(action, described);
  const resource = action.resource === undefined ? [] : [action.resource];
  // One agent's commands mostly run on one machine, and phones have little room.
  return (command === undefined ? [...resource, ...valuesOf(action, described)] : [command, ...resource])
    .filter((text, index, all) => text.trim() !== "" && all.indexOf(text) === index)
    .slice(0, mostValues)
    .map((text) => text.slice(0, mostCharacters));
}

// Not rendered: a list doesn't wait for the reader of shell commands.
function commandIn({ params }: Action, descriptor: Descriptor | undefined): string | undefined {
  const field = descriptor?.fields.find(({ format }) => format === "command");
  const value = field && params[field.path.slice(1)];
  return typeof value === "string" ? value : undefined;
}

/** Without a description, the short parameters as the agent named them. */
function valuesOf(action: Action, descriptor: Descriptor | undefined): string[] {
  const { form, fields } = renderAction(action, descriptor);
  if (form === "described")
    return fields.filter(({ format }) => format !== "amount").map(({ shown }) => textOf(shown));
  return Object.entries(action.params).flatMap(([name, value]) =>
    typeof value === "string" || typeof value === "number" ? [`${name}: ${value}`] : [],
  );
}
