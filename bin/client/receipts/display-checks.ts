import { canonicalJson } from "#client/json/canonical";
import type { Untyped } from "#client/json/untyped";
import type { CommandReader } from "#lib/descriptors/commands/open-reader";
import { descriptorLabel, renderingLabel } from "#lib/descriptors/render/labels";
import { renderAction } from "#lib/descriptors/render/render-action";
import type { Rendering } from "#lib/descriptors/render/rendering";
import { digestOf, readStatement } from "./bytes.ts";

export type Commands = Partial<CommandReader>;

/** Checks that the receipt's descriptor is the signed one, and that rendering gives the signed digest. */
export async function checkDisplay(receipt: Untyped, commands: Commands): Promise<string> {
  const { statement } = readStatement(receipt);
  const { descriptor, rendering } = statement.display;
  await checkDescriptor(receipt.descriptor, descriptor);
  const digest = await digestOf(renderingLabel, canonicalJson(renderStatement(receipt, commands)));
  if (digest !== rendering) throw new Error(`it renders to ${digest}, the statement says ${rendering}`);
  return sourceOf(descriptor);
}

function sourceOf(named: Untyped) {
  if (named === undefined) return "the parameters, without a description";
  if (named.built_in !== undefined)
    return `version ${named.built_in} of the built-in descriptions: the policy had none`;
  return `the description of policy version ${named.version}`;
}

export function renderStatement(receipt: Untyped, commands: Commands): Rendering {
  return renderAction(readStatement(receipt).statement.action, receipt.descriptor, commands);
}

async function checkDescriptor(descriptor: Untyped, named: Untyped) {
  if ((descriptor === undefined) !== (named === undefined))
    throw new Error("the descriptor is in the receipt or in the statement alone");
  const digest = descriptor && (await digestOf(descriptorLabel, canonicalJson(descriptor)));
  if (named && digest !== named.digest)
    throw new Error(`the descriptor's digest is ${digest}, the statement says ${named.digest}`);
}
