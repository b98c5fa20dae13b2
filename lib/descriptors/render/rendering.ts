import type { Json } from "#client/json/pointer";
import type { Fallback, Shown } from "../formats/format.ts";

export interface Action {
  type: string;
  resource?: string;
  params: { [name: string]: Json };
  audience?: string;
}

interface Part {
  path: string;
  value: Json;
}

/**
 * An action as an approver sees it. `described`: by its descriptor, completely. `also` holds what
 * no field covers, and `hidden` what the descriptor requires to have one value. `raw`: without a
 * description, every parameter in `also`.
 */
export interface Rendering {
  v: 1;
  form: "described" | "raw";
  type: string;
  intent?: string;
  resource?: string;
  tool?: string;
  /** Of a raw form. */
  fallback?: Fallback;
  sentence?: ({ words: string } | { format: string; shown: Shown })[];
  fields: { path: string; label: string; format: string; shown: Shown }[];
  also: Part[];
  hidden: Part[];
}
