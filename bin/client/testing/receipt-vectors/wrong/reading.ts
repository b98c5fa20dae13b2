import { altered, type Row, written } from "../vector.ts";

/** Documents that aren't receipts of version 1 in strict JSON. */
export const unreadable: Row[] = [
  ["version", "a version that doesn't exist", altered((r) => ({ ...r, v: 2 }))],
  ["type", "another type of document", altered((r) => ({ ...r, type: "countersign.invoice" }))],
  [
    "duplicate-member",
    "a member that is there twice",
    altered((r) => written(r).replace('"v":1', '"v":1,"v":1')),
  ],
  [
    "escaped-duplicate-member",
    "a member that is there twice, once in an escaped spelling",
    altered((r) => written(r).replace('"v":1', '"v":1,"\\u0076":1')),
  ],
  [
    "rounded-number",
    "a number that a double rounds",
    altered((r) => written(r).replace('"version":7', '"version":7.0000000000000001')),
  ],
  ["lone-surrogate", "half of a character", altered((r) => written(r).replace("Olive", "\\ud800"))],
  ["text-after", "text after the receipt", altered((r) => `${written(r)}{}`)],
];
