import { lineOfText } from "#lib/text/single-line";

/** What a group is called: rules and approvers read it. */
export const groupName = lineOfText(80);
