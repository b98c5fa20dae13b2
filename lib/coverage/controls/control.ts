import type { FigureId } from "../measures.ts";

/** A published list of risks or controls, with the parts that are enforced and measured here. */
export interface Framework {
  /** Part of the address of its page. */
  id: string;
  title: string;
  version: string;
  source: string;
  controls: Control[];
}

/** A control of a list. `id` and `name` are as published; the other fields are our own text. */
export interface Control {
  id: string;
  name: string;
  /** `enforced`: for every request. `partly`: a part. `outside`: impossible from here. */
  extent: "enforced" | "partly" | "outside";
  enforced: string[];
  figures: FigureId[];
  /** Parts for another system to cover. */
  gaps: string[];
}

/** What a control has that Countersign can't cover. */
export const outside = { extent: "outside" as const, enforced: [], figures: [] };
