import { singleLine } from "#lib/text/single-line";

/** A group's name, for rules and approvers. */
export const groupName = singleLine(80, "Enter a name");
