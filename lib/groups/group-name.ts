import { singleLine } from "#lib/text/single-line";

/** What a group is called: rules and approvers read it. */
export const groupName = singleLine(80);
