/** A value of another program whose form no one has checked: check each member when reading. */
// biome-ignore lint/suspicious/noExplicitAny: the one place that names it
export type Untyped = any;
