/** The Web Lock of pages with an open decision. A browser releases the lock with the page. */
export const decisionLock = "countersign:decision";
