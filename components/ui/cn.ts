import { type ClassValue, clsx } from "clsx";
import { createTailwindMerge } from "tailwind-merge";

const any = () => true;
const textSize = (value: string) => /^(xs|sm|base|\dxl|lg|xl|\[\d[^\]]*\])$/.test(value);
const borderWidth = (value: string) => /^\d+$/.test(value);
const sides = ["x", "y", "t", "r", "b", "l"] as const;
const spacings = (property: string) => sides.map((side) => [property + side, [{ [property + side]: [any] }]]);
const overrides = (property: string) => [property, ...sides.map((side) => property + side)];

/*
 * tailwind-merge with our own table: only the properties callers may override. The library's full
 * table adds 6 KB to every page, for properties no caller overrides; classes of unlisted groups
 * all remain.
 */
const merge = createTailwindMerge(() => ({
  cacheSize: 300,
  theme: {},
  classGroups: {
    display: [
      "block",
      "inline-block",
      "inline",
      "flex",
      "inline-flex",
      "grid",
      "inline-grid",
      "contents",
      "hidden",
    ],
    ...Object.fromEntries(
      [
        "w",
        "h",
        "size",
        "min-w",
        "min-h",
        "max-w",
        "max-h",
        "gap",
        "gap-x",
        "gap-y",
        "bg",
        "opacity",
        "shrink",
        "rounded",
        "rounded-t",
        "rounded-b",
      ].map((property) => [property, [{ [property]: ["", any] }]]),
    ),
    p: [{ p: [any] }],
    m: [{ m: [any] }],
    ...Object.fromEntries([...spacings("p"), ...spacings("m")]),
    columns: [{ "grid-cols": [any] }],
    items: [{ items: [any] }],
    justify: [{ justify: ["start", "end", "center", "between", "around", "evenly"] }],
    whitespace: [{ whitespace: [any] }],
    weight: [{ font: ["normal", "medium", "semibold", "bold"] }],
    family: [{ font: ["sans", "mono"] }],
    leading: [{ leading: [any] }],
    textSize: [{ text: [textSize] }],
    textAlign: [{ text: ["left", "center", "right"] }],
    textColour: [{ text: [any] }],
    borderWidth: [{ border: ["", borderWidth] }],
    ...Object.fromEntries(
      sides.map((side) => [`border-${side}`, [{ [`border-${side}`]: ["", borderWidth] }]]),
    ),
    borderColour: [{ border: [any] }],
  },
  conflictingClassGroups: {
    p: overrides("p"),
    px: ["pr", "pl"],
    py: ["pt", "pb"],
    m: overrides("m"),
    mx: ["mr", "ml"],
    my: ["mt", "mb"],
    size: ["w", "h"],
    gap: ["gap-x", "gap-y"],
    textSize: ["leading"],
  },
  conflictingClassGroupModifiers: {},
  orderSensitiveModifiers: [],
}));

/** Joins class names; of two Tailwind classes about the same property the later one wins. */
export function cn(...classes: ClassValue[]): string {
  return merge(clsx(classes));
}
