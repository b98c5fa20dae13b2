import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";

const css = readFileSync(new URL("../../app/globals.css", import.meta.url), "utf8");
const tokens = new Map(
  [...css.matchAll(/--color-([\w-]+): light-dark\((#\w{6}), (#\w{6})\)/g)].map(([, name, light, dark]) => [
    String(name),
    [String(light), String(dark)] as const,
  ]),
);

const surfaces = ["background", "card", "muted"];
const textPairs = [
  ...["foreground", "muted-foreground", "link", "danger", "warning", "success", "info"].flatMap((text) =>
    surfaces.map((surface) => [text, surface] as const),
  ),
  ...["danger", "warning", "success", "info"].flatMap((tone) => [
    [tone, `${tone}-soft`] as const,
    ["foreground", `${tone}-soft`] as const,
    ["muted-foreground", `${tone}-soft`] as const,
  ]),
  ["link", "primary-soft"] as const,
  ["foreground", "primary-soft"] as const,
  ["muted-foreground", "primary-soft"] as const,
  ["primary-foreground", "primary"] as const,
  ["primary-foreground", "primary-hover"] as const,
  ["destructive-foreground", "destructive"] as const,
  ["destructive-foreground", "destructive-hover"] as const,
];
const edgePairs = [
  ...["input", "ring"].flatMap((edge) => surfaces.map((surface) => [edge, surface] as const)),
  ...["allowed", "approved", "pending", "denied", "blocked", "expired", "cancelled"].map(
    (outcome) => [`chart-${outcome}`, "card"] as const,
  ),
];

describe.each(["light", "dark"] as const)("in the %s theme", (theme) => {
  test.each(textPairs)("%s on %s has a contrast of 4.5 at least (WCAG 1.4.3)", (text, surface) => {
    expect(contrast(color(text, theme), color(surface, theme))).toBeGreaterThanOrEqual(4.5);
  });
  test.each(edgePairs)("%s on %s has a contrast of 3 at least (WCAG 1.4.11)", (edge, surface) => {
    expect(contrast(color(edge, theme), color(surface, theme))).toBeGreaterThanOrEqual(3);
  });
});

function color(name: string, theme: "light" | "dark"): string {
  const pair = tokens.get(name);
  if (!pair) throw new Error(`globals.css has no token ${name}`);
  return theme === "light" ? pair[0] : pair[1];
}

/** Contrast ratio and relative luminance as WCAG 2.2 defines them. */
function contrast(one: string, other: string): number {
  const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

function luminance(hex: string): number {
  const [red, green, blue] = [1, 3, 5].map((start) => {
    const value = Number.parseInt(hex.slice(start, start + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
