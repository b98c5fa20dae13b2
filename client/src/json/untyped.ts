/**
 * A value of another program, such as parsed JSON, whose form no one has checked. The code that takes it
 * checks each member that it reads.
 */
// biome-ignore lint/suspicious/noExplicitAny: the one place that names it
export type Untyped = any;
