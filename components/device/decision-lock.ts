/**
 * The Web Lock of pages with an open decision, shared by the pages. A browser releases the lock with
 * the page, also after a crash.
 */
export const decisionLock = "countersign:decision";
