import { isDeepStrictEqual } from "node:util";
import { canonicalJson } from "#client/json/canonical";
import type { Json } from "#client/json/pointer";
import { currencyPointers, minorUnitFaults } from "./amounts.ts";
import type { CommandReader } from "./commands/open-reader.ts";
import type { Descriptor } from "./descriptor.ts";
import { formatNamed } from "./formats/formats.ts";
import { showsCommands } from "./formats/shows-commands.ts";
import { renderAction } from "./render/render-action.ts";
import { pathOfPlaceholder, readSentence } from "./render/sentence.ts";
import { textLines } from "./render/text-lines.ts";

const unreadTests =
  "the commands in its tests can't be read: the descriptors of a policy can test at most 50 commands";

/** An error in a descriptor, by JSON Pointer. */
export interface DescriptorFault {
  path: string;
  message: string;
}

/**
 * The errors in a well-formed descriptor.
 * @param commands reads the shell commands in tests; without it such tests are an error
 */
export function descriptorFaults(
  type: string,
  descriptor: Descriptor,
  commands: Partial<CommandReader> = {},
): DescriptorFault[] {
  return [
    ...repeated(descriptor, "path"),
    ...repeated(descriptor, "label"),
    ...editableCurrencies(descriptor),
    ...minorUnitFaults(descriptor),
    ...sentenceFaults(descriptor),
    ...testFaults(type, descriptor, commands),
  ];
}

// Approvers tell values apart by label.
function repeated({ fields }: Descriptor, member: "path" | "label"): DescriptorFault[] {
  return fields.flatMap(({ [member]: name }, index) =>
    fields.findIndex((field) => field[member] === name) < index
      ? [{ path: `/fields/${index}/${member}`, message: `another field has the ${member} ${name}` }]
      : [],
  );
}

// An amount may only be lowered, which is meaningless in a changed currency.
function editableCurrencies({ fields }: Descriptor): DescriptorFault[] {
  const currencies = currencyPointers({ fields });
  return fields.flatMap(({ path, editable }, index) =>
    editable && currencies.has(path)
      ? [{ path: `/fields/${index}/editable`, message: "isn't available for the currency of an amount" }]
      : [],
  );
}

function sentenceFaults({ sentence, fields }: Descriptor): DescriptorFault[] {
  if (sentence === undefined) return [];
  const parts = readSentence(sentence);
  if (!parts) return [{ path: "/sentence", message: "a brace has no partner: write {amount}" }];
  const names = parts.flatMap((part) => ("name" in part ? [part.name] : []));
  return names.flatMap((name) => {
    const message = placeholderFault(name, fields);
    return message === undefined ? [] : [{ path: "/sentence", message }];
  });
}

function placeholderFault(name: string, fields: Descriptor["fields"]): string | undefined {
  if (name === "resource" || name === "tool") return undefined;
  const field = fields.find(({ path }) => path === pathOfPlaceholder(name));
  if (!field && name === "type") return undefined;
  if (!field) return `{${name}} has no field with the path ${pathOfPlaceholder(name)}`;
  if (!formatNamed(field.format)?.isClosed)
    return `{${name}} is free text, which can't be part of a sentence: use another format, or leave it out`;
  if (field.optional || (field.visible !== undefined && field.visible !== "always"))
    return `{${name}} isn't always shown, so it can't be part of the sentence`;
  return undefined;
}

function testFaults(
  type: string,
  descriptor: Descriptor,
  commands: Partial<CommandReader>,
): DescriptorFault[] {
  if (descriptor.tests && showsCommands(descriptor) && !commands.read)
    return [{ path: "/tests", message: unreadTests }];
  return (descriptor.tests ?? []).flatMap(({ params, resource, tool, lines }, index) => {
    const action = { type, params: params as { [name: string]: Json }, resource, audience: tool };
    const shown = textLines(renderAction(action, descriptor, commands));
    if (isDeepStrictEqual(shown, lines)) return [];
    const differing = shown.findIndex((line, at) => line !== lines[at]);
    const at = differing < 0 ? shown.length : differing;
    const message = `line ${at + 1} is ${lineText(shown[at])}, the test expects ${lineText(lines[at])}`;
    return [{ path: `/tests/${index}/lines/${at}`, message }];
  });
}

function lineText(line: string | undefined): string {
  return line === undefined ? "missing" : canonicalJson(line);
}
