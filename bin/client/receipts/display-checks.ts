import { canonicalJson } from "#client/json/canonical";
import type { Untyped } from "#client/json/untyped";
import type { CommandReader } from "#lib/descriptors/commands/open-reader";
import { descriptorLabel, renderingLabel } from "#lib/descriptors/render/labels";
import { renderAction } from "#lib/descriptors/render/render-action";
import type { Rendering } from "#lib/descriptors/render/rendering";
import { readStatement, sha256 } from "./bytes.ts";

export type Commands = Partial<CommandReader>;

/** Checks that the receipt's descriptor is the signed one, and that rendering gives the signed digest. */
export function checkDisplay(receipt: Untyped, commands: Commands): string {
  const { statement } = readStatement(receipt);
  const { descriptor, rendering } = statement.display;
  checkDescriptor(receipt.descriptor, descriptor);
  const digest = digestOf(renderingLabel, renderStatement(receipt, commands));
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

function checkDescriptor(descriptor: Untyped, named: Untyped) {
  if ((descriptor === undefined) !== (named === undefined))
    throw new Error("the descriptor is in the receipt or in the statement alone");
  const digest = descriptor && digestOf(descriptorLabel, descriptor);
  if (named && digest !== named.digest)
    throw new Error(`the descriptor's digest is ${digest}, the statement says ${named.digest}`);
}

function digestOf(label: string, value: Untyped) {
  return sha256(label, canonicalJson(value)).toString("base64url");
}
