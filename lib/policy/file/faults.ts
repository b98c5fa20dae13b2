import type { z } from "zod";
import { pointer } from "#client/json/pointer";
import { linesOf } from "#lib/json/lines-of";
import { nounOf } from "#lib/json/plain-words";
import { CountersignError } from "#lib/kernel/errors";
import type { ActionType } from "#lib/policy/action-types/action-type";
import { actionTypeFaults } from "#lib/policy/action-types/check-action-types";
import type { PreparedCheck } from "#lib/policy/action-types/prepare-check";
import { checkRules } from "#lib/policy/checks/check-rules";
import type { RuleFault } from "#lib/policy/checks/rule-fault";
import type { Rule } from "#lib/policy/language/rule";
import type { PolicyContent } from "#lib/policy/versions/versions";
import { isRecord } from "../action-types/schema/schema-keywords.ts";

/** An error in a policy file: the place, as a JSON Pointer, and the message. */
export interface DocumentFault {
  path: string;
  message: string;
}

const maximumListed = 200;

/** The errors in a well-formed file's content. `placeholders`: IDs for missing groups, reported already. */
export function documentFaults(
  { catalog, rules }: PolicyContent,
  groups: { id: string }[],
  placeholders: string[],
  prepared: PreparedCheck,
): DocumentFault[] {
  const inCatalog =
    prepared.tooLarge === undefined
      ? catalogFaults(catalog, prepared)
      : [{ path: "/action_types", message: prepared.tooLarge }];
  const groupIds = [...groups.map(({ id }) => id), ...placeholders];
  const inRules = ruleFaults(() => checkRules(rules, catalog, groupIds));
  return [...inCatalog, ...inRules.map((fault) => placed(fault, rules))];
}

function catalogFaults(catalog: ActionType[], prepared: PreparedCheck): DocumentFault[] {
  return catalog.flatMap((entry, index) =>
    actionTypeFaults(entry, prepared).map(({ path, message }) => ({
      path: `/action_types/${index}${path}`,
      message,
    })),
  );
}

/** The error for an invalid file, with the line of each fault. */
export function refuseDocument(text: string, faults: DocumentFault[]): CountersignError {
  const lineOf = linesOf(text);
  const errors = faults.slice(0, maximumListed).map((fault) => ({ ...fault, line: lineOf(fault.path) }));
  errors.sort((one, other) => one.line - other.line);
  const [first] = errors;
  const rest = faults.length - 1;
  const others = rest === 0 ? "" : rest === 1 ? " There is 1 more error." : ` There are ${rest} more errors.`;
  return new CountersignError("invalid_input", `the file has ${faults.length} faults`, {
    userMessage: `Line ${first?.line}, ${first?.path}: ${first?.message}.${others}`,
    details: { errors },
  });
}

function ruleFaults(check: () => unknown): RuleFault[] {
  try {
    check();
    return [];
  } catch (error) {
    if (!(error instanceof CountersignError) || error.code !== "invalid_input") throw error;
    return error.details.errors as RuleFault[];
  }
}

function placed({ ruleId, path, message }: RuleFault, rules: Rule[]): DocumentFault {
  const index = rules.findIndex(({ id }) => id === ruleId);
  const within = path === "" ? "" : `/${path.replaceAll(".", "/")}`;
  return { path: index < 0 ? "/rules" : `/rules/${index}${within}`, message };
}

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
