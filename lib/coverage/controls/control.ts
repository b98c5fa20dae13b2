import type { FigureId } from "../measures.ts";

/** A published list of what to guard against or to do, and what of it is enforced and measured here. */
export interface Framework {
  title: string;
  version: string;
  /** Where it is published. */
  source: string;
  controls: Control[];
}

/** One line of such a list. `id` and `name` are as published; everything else is in our own words. */
export interface Control {
  id: string;
  name: string;
  /** `enforced`: what is named is enforced for everything that asks here. `partly`: some of it is. `outside`: none of it can be, from here. */
  extent: "enforced" | "partly" | "outside";
  /** What Countersign enforces. */
  enforced: string[];
  figures: FigureId[];
  /** What it does not do, so that it has to be done elsewhere. */
  gaps: string[];
}
