import { twMerge } from "tailwind-merge";
import { expect, test } from "vitest";
import { cn } from "./cn.ts";

test.each([
  ["px-4 py-3 sm:px-5", "px-2 sm:px-0"],
  ["px-4 py-3", "p-0"],
  ["p-4", "pt-0"],
  ["flex items-center gap-x-4", "grid items-start gap-0"],
  ["w-full max-w-prose text-muted-foreground", "w-fit text-danger"],
  ["text-sm text-foreground font-medium", "text-xs font-normal"],
  ["text-base md:text-sm", "text-[0.8125rem] md:text-base"],
  ["text-sm leading-5", "text-lg"],
  ["border border-input bg-card", "border-danger bg-muted"],
  ["border border-input", "border-0"],
  ["border-t first:border-t-0", "first:border-t"],
  ["divide-y border-t", "border-t-0"],
  ["font-sans font-medium", "font-mono"],
  ["size-4 shrink-0", "size-5"],
  ["h-9 w-9", "size-5"],
  ["shrink-0", "shrink"],
  ["rounded-md", "rounded-b-lg"],
  ["rounded-lg border bg-card", "rounded-none"],
  ["hover:bg-muted min-h-11", "hover:bg-border min-h-9"],
  ["-ml-1", "ml-0"],
  ["block hidden", "group-has-[[value=public]:checked]:grid"],
  ["[&>svg]:text-info", "[&>svg]:text-danger text-sm"],
  ["grid-cols-[1fr_auto]", "sm:grid-cols-2 grid-cols-1"],
])("%s overridden by %s equals the result of tailwind-merge with its full table", (base, override) => {
  expect(cn(base, override)).toBe(twMerge(base, override));
});

test("values that are not class names are left out", () => {
  const isCurrent: boolean = false;
  expect(cn("px-2", isCurrent && "bg-muted", undefined, null, "", "py-1")).toBe("px-2 py-1");
});
