import type { FigureId } from "../measures.ts";

/** A published list of risks or controls, with the parts that are enforced and measured here. */
export interface Framework {
  title: string;
  version: string;
  /** Where it is published. */
  source: string;
  controls: Control[];
}

/** One line of such a list. `id` and `name` are as published; the other fields are our own text. */
export interface Control {
  id: string;
  name: string;
  /**
   * `enforced`: the control is enforced for every request here. `partly`: a part is enforced.
   * `outside`: the control cannot be enforced from here.
   */
  extent: "enforced" | "partly" | "outside";
  /** What Countersign enforces. */
  enforced: string[];
  figures: FigureId[];
  /** What Countersign does not do, and another system has to. */
  gaps: string[];
}
