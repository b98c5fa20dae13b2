import type { Untyped } from "#client/json/untyped";
import { approval, around, descriptor, put, type Row, shell } from "../vector.ts";

const unused = { path: "/fee", label: "Fee", format: "number" as const, optional: true };
const rendering = { needs: ["rendering" as const] };
const showing = (rendering: string) => ({
  sign: (s: Untyped) => ({ ...s, display: { ...s.display, rendering } }),
});

/** Receipts that say something else about what the approver saw. */
export const wrongDisplays: Row[] = [
  [
    "descriptor-removed",
    "the signed descriptor is left out",
    around(put("descriptor", undefined), { descriptor }),
  ],
  [
    "descriptor-added",
    "a descriptor that the statement doesn't name, although the action was shown by it",
    approval({
      descriptor,
      sign: (s) => ({ ...s, display: { rendering: s.display.rendering } }),
    }),
  ],
  [
    "descriptor-replaced",
    "another descriptor that renders the action in the same way",
    around(put("descriptor", { ...descriptor, fields: [...descriptor.fields, unused] }), { descriptor }),
  ],
  [
    "rendering",
    "another rendering by the signed descriptor",
    approval({ descriptor, ...showing("AAAA") }),
    rendering,
  ],
  ["rendering-of-parameters", "another rendering without a descriptor", approval(showing("AAAA")), rendering],
  [
    "rendering-of-a-command",
    "another rendering of a shell command",
    approval({ ...shell, ...showing("AAAA") }),
    { needs: ["shell commands"] },
  ],
];
