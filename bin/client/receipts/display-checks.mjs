// @ts-check
import { descriptorLabel, renderingLabel } from "../../../lib/descriptors/render/labels.mjs";
import { renderAction } from "../../../lib/descriptors/render/render-action.mjs";
import { canonicalJson } from "../../../lib/json/jcs.mjs";
import { sha256 } from "./bytes.mjs";
import { readStatement } from "./statement-checks.mjs";

/** @typedef {import("../../../lib/descriptors/render/rendering.mjs").Rendering} Rendering */
/** @typedef {Partial<import("../../../lib/descriptors/commands/open-reader.mjs").CommandReader>} Commands */

/** A check that can't be made on this machine. It says nothing about the receipt. */
export class NotChecked extends Error {}

/**
 * Checks that the statement commits to what its approver saw: the descriptor in the receipt is the
 * signed one, and rendering the signed action with it gives the signed digest.
 * @param {any} receipt
 * @param {Commands | null} commands null if the packages that read commands are missing
 * @returns {string}
 * @throws {NotChecked} if rendering needs the missing packages
 */
export function checkDisplay(receipt, commands) {
  const { statement } = readStatement(receipt);
  const { descriptor, rendering } = Object(statement.display);
  checkDescriptor(receipt.descriptor, descriptor);
  if (!commands)
    throw new NotChecked("rendering a shell command needs the packages of Countersign, run npm ci there");
  const digest = digestOf(renderingLabel, renderStatement(receipt, commands));
  if (digest !== rendering) throw new Error(`it renders to ${digest}, the statement says ${rendering}`);
  return sourceOf(descriptor);
}

/** Where the description is from. @param {any} named */
function sourceOf(named) {
  if (named === undefined) return "the parameters, without a description";
  if (named.built_in !== undefined)
    return `version ${named.built_in} of the built-in descriptions: the policy had none`;
  return `the description of policy version ${named.version}`;
}

/**
 * What the approver saw, rendered from the signed action.
 * @param {any} receipt
 * @param {Commands} commands
 * @returns {Rendering}
 */
export function renderStatement(receipt, commands) {
  return renderAction(readStatement(receipt).statement.action, receipt.descriptor, commands);
}

/** @param {any} descriptor @param {any} named */
function checkDescriptor(descriptor, named) {
  if (descriptor === undefined && named === undefined) return;
  if (descriptor === undefined || named === undefined)
    throw new Error("the descriptor is in the receipt or in the statement alone");
  const digest = digestOf(descriptorLabel, descriptor);
  if (digest !== named.digest)
    throw new Error(`the descriptor's digest is ${digest}, the statement says ${named.digest}`);
}

/** @param {string} label @param {any} value */
function digestOf(label, value) {
  return sha256(label, canonicalJson(value)).toString("base64url");
}
