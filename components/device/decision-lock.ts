/**
 * The Web Lock that each page with an open decision holds, shared with other such pages. A browser
 * releases it with the page, also after a crash.
 */
export const decisionLock = "countersign:decision";
