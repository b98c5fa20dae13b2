import type { z } from "zod";

/** Words for a developer, where the schema has none. */
export const plainWords = {
  error: (issue: z.core.$ZodRawIssue): string | undefined => {
    if (issue.input === undefined) return "is required";
    switch (issue.code) {
      case "invalid_type":
        return `must be ${nounOf(issue.expected)}`;
      case "invalid_value":
        return `must be ${issue.values.map((value) => JSON.stringify(value)).join(" or ")}`;
      case "too_small":
        return `must ${measure(issue.origin, issue.minimum, "least")}`;
      case "too_big":
        return `must ${measure(issue.origin, issue.maximum, "most")}`;
      case "unrecognized_keys":
        return "isn't a known member";
      case "invalid_format":
      case "invalid_union":
        return "doesn't have an accepted form";
      default:
        return undefined;
    }
  },
};

const units: Record<string, string> = { string: "character", array: "item", set: "item" };

function measure(origin: string, limit: number | bigint, bound: "least" | "most"): string {
  const unit = units[origin];
  if (unit === undefined) return `be at ${bound} ${limit}`;
  return `have at ${bound} ${limit} ${unit}${Number(limit) === 1 ? "" : "s"}`;
}

/** A type of JSON values in words. */
export function nounOf(expected: string): string {
  const nouns: Record<string, string> = {
    string: "text",
    number: "a number",
    int: "a whole number",
    boolean: "true or false",
    array: "a list",
    object: "an object",
    record: "an object",
  };
  return nouns[expected] ?? expected;
}
