import { lineOfText } from "#lib/line-of-text";

/** What a group is called: rules and approvers read it. */
export const groupName = lineOfText(80);
