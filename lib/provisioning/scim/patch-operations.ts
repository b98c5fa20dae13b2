import type { Json } from "#lib/json/canonical";
import { scimFault } from "./scim-fault.ts";
import { membersOf } from "./values.ts";

export interface PatchOperation {
  op: "add" | "replace" | "remove";
  path?: string;
  value?: Json;
}

const maximumOperations = 1000;

/** Reads a PATCH (RFC 7644, 3.5.2), in any case: Entra writes "Add". @throws `invalid_body` */
export function readPatch(body: Json): PatchOperation[] {
  const operations = membersOf(body, "The body").get("operations");
  if (!Array.isArray(operations) || operations.length === 0 || operations.length > maximumOperations) {
    throw scimFault("invalidSyntax", `Operations must be a list of 1 to ${maximumOperations} operations.`);
  }
  return operations.map(readOperation);
}

function readOperation(operation: Json): PatchOperation {
  const members = membersOf(operation, "An operation");
  const name = members.get("op");
  const op = typeof name === "string" ? name.toLowerCase() : "";
  if (op !== "add" && op !== "replace" && op !== "remove") {
    throw scimFault("invalidSyntax", "The op of an operation must be add, replace or remove.");
  }
  const path = members.get("path");
  if (path !== undefined && path !== null && typeof path !== "string") {
    throw scimFault("invalidPath", "The path of an operation must be text.");
  }
  const hasPath = typeof path === "string" && path !== "";
  if (op === "remove" && !hasPath) throw scimFault("noTarget", "remove needs a path.");
  const value = members.get("value");
  if (op !== "remove" && value === undefined) throw scimFault("invalidValue", `${op} needs a value.`);
  return { op, ...(hasPath ? { path } : {}), ...(value === undefined ? {} : { value }) };
}
