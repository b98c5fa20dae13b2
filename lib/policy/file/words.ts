import type { z } from "zod";
import { pointer } from "#client/json/pointer";
import { nounOf } from "#lib/json/plain-words";
import { isRecord } from "../action-types/schema/schema-keywords.ts";
import type { DocumentFault } from "./faults.ts";

/** The schema errors that zod finds in a file, worded for the file's author. */
export function formFaults({ issues }: z.ZodError, file: unknown): DocumentFault[] {
  return issues.map((issue) => ({
    path: issue.path.reduce<string>((path, step) => pointer(path, String(step)), ""),
    message: wordsOf(issue, file),
  }));
}

function wordsOf(issue: z.core.$ZodIssue, file: unknown): string {
  const isMissing = valueAt(file, issue.path) === undefined;
  switch (issue.code) {
    case "invalid_type":
      return isMissing ? "is required" : `must be ${nounOf(issue.expected)}`;
    case "invalid_value":
      return isMissing
        ? "is required"
        : `must be ${issue.values.map((value) => JSON.stringify(value)).join(" or ")}`;
    case "unrecognized_keys":
      return `has ${issue.keys.length === 1 ? "an unknown field" : "unknown fields"}: ${issue.keys.join(", ")}`;
    default:
      return issue.message;
  }
}

function valueAt(file: unknown, path: PropertyKey[]): unknown {
  return path.reduce<unknown>((value, step) => {
    if (Array.isArray(value)) return value[Number(step)];
    return isRecord(value) && Object.hasOwn(value, step) ? value[String(step)] : undefined;
  }, file);
}
